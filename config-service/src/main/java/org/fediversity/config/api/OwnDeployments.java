package org.fediversity.config.api;

import jakarta.enterprise.context.ApplicationScoped;
import org.fediversity.config.domain.Deployments;
import org.fediversity.config.domain.Deployments.Deployment;
import org.fediversity.config.domain.Environments;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.Caller;
import org.fediversity.runtime.web.GeneralRefusal;
import org.fediversity.runtime.web.Sight;

/// Finds a deployment for the caller, to be changed or to be looked at. One that is out of sight is not there.
@ApplicationScoped
class OwnDeployments {
    private final Deployments deployments;
    private final Environments environments;
    private final Caller caller;

    OwnDeployments(Deployments deployments, Environments environments, Caller caller) {
        this.deployments = deployments;
        this.environments = environments;
        this.caller = caller;
    }

    /// To be changed: the caller's own.
    Deployment own(String id) {
        return deployments
                .named(id)
                .filter(deployment -> deployment.operator().equals(caller.subject()))
                .orElseThrow(() -> unknown(id));
    }

    /// To be looked at.
    Deployment visible(String id) {
        Sight sight = Sight.of(caller, environments::providedBy);
        return deployments
                .named(id)
                .filter(deployment -> sight.reaches(deployment.operator(), deployment.environment()))
                .orElseThrow(() -> unknown(id));
    }

    private static RefusedException unknown(String id) {
        return new RefusedException(GeneralRefusal.NOT_FOUND, "There is no deployment " + id + ".");
    }
}
