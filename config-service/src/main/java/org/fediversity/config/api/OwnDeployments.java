package org.fediversity.config.api;

import jakarta.enterprise.context.ApplicationScoped;
import org.fediversity.config.domain.Deployments;
import org.fediversity.config.domain.Deployments.Deployment;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.Caller;
import org.fediversity.runtime.web.GeneralRefusal;

/// Deployments that the caller may see: their own, or all for an auditor. Any other is not there.
@ApplicationScoped
class OwnDeployments {
    private final Deployments deployments;
    private final Caller caller;

    OwnDeployments(Deployments deployments, Caller caller) {
        this.deployments = deployments;
        this.caller = caller;
    }

    Deployment visible(String id) {
        return deployments
                .named(id)
                .filter(deployment -> deployment.operator().equals(caller.subject()) || caller.is("auditor"))
                .orElseThrow(
                        () -> new RefusedException(GeneralRefusal.NOT_FOUND, "There is no deployment " + id + "."));
    }
}
