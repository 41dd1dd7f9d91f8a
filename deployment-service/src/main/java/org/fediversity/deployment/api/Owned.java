package org.fediversity.deployment.api;

import jakarta.enterprise.context.ApplicationScoped;
import org.fediversity.deployment.domain.DeploymentRefusal;
import org.fediversity.deployment.view.DeploymentQueries;
import org.fediversity.deployment.view.DeploymentRow;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.Caller;

/// Finds a deployment of the caller. Somebody else's looks like none at all.
@ApplicationScoped
class Owned {
    private final DeploymentQueries queries;
    private final Caller caller;

    Owned(DeploymentQueries queries, Caller caller) {
        this.queries = queries;
        this.caller = caller;
    }

    DeploymentRow deployment(String id) {
        return queries.find(id)
                .filter(row -> row.operator().equals(caller.subject()))
                .orElseThrow(() -> new RefusedException(
                        DeploymentRefusal.DEPLOYMENT_UNKNOWN, "You have no deployment " + id + "."));
    }
}
