package org.fediversity.deployment.api;

import jakarta.enterprise.context.ApplicationScoped;
import org.fediversity.deployment.domain.DeploymentRefusal;
import org.fediversity.deployment.domain.Environments;
import org.fediversity.deployment.view.DeploymentQueries;
import org.fediversity.deployment.view.DeploymentRow;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.Caller;
import org.fediversity.runtime.web.Sight;

/// Finds a deployment for the caller, to be changed or to be looked at. One that is out of sight looks like none at
/// all.
@ApplicationScoped
class Owned {
    private final DeploymentQueries queries;
    private final Environments environments;
    private final Caller caller;

    Owned(DeploymentQueries queries, Environments environments, Caller caller) {
        this.queries = queries;
        this.environments = environments;
        this.caller = caller;
    }

    /// To be changed: the caller's own.
    DeploymentRow deployment(String id) {
        return queries.find(id)
                .filter(row -> row.operator().equals(caller.subject()))
                .orElseThrow(() -> unknown(id));
    }

    /// To be looked at.
    DeploymentRow visible(String id) {
        Sight sight = sight();
        return queries.find(id)
                .filter(row -> sight.reaches(row.operator(), row.environment()))
                .orElseThrow(() -> unknown(id));
    }

    Sight sight() {
        return Sight.of(caller, environments::providedBy);
    }

    private static RefusedException unknown(String id) {
        return new RefusedException(DeploymentRefusal.DEPLOYMENT_UNKNOWN, "You have no deployment " + id + ".");
    }
}
