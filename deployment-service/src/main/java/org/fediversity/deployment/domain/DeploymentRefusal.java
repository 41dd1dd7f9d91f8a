package org.fediversity.deployment.domain;

import org.fediversity.runtime.Refusal;

/// Every reason for which this service says no.
public enum DeploymentRefusal implements Refusal {
    DEPLOYMENT_UNKNOWN(404, "There is no such deployment, or it is not yours"),
    ROLLOUT_UNKNOWN(404, "The deployment has no such rollout"),
    TOKEN_UNKNOWN(404, "The deployment has no such token"),
    DEPLOYMENT_EXISTS(409, "The deployment exists already"),
    ROLLOUT_RUNNING(409, "A rollout is running"),
    ROLLOUT_PAST_RETURN(409, "The rollout can no longer be cancelled"),
    MIGRATION_RUNNING(409, "A migration has the deployment in its hands"),
    DEPLOYMENT_RETIRED(409, "The deployment is retired"),
    DOWNGRADE(409, "An application would go back to an older version"),
    PLAN_STALE(412, "The plan is no longer what would be done"),
    DEPLOYMENT_INVALID(422, "The deployment cannot be created as asked"),
    NOTHING_STAGED(422, "There is no configuration to deploy"),
    REVISION_UNKNOWN(422, "The configuration has no such revision"),
    PLAN_INFEASIBLE(422, "The environment cannot provide what the revision needs");

    private final int status;
    private final String title;

    DeploymentRefusal(int status, String title) {
        this.status = status;
        this.title = title;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String title() {
        return title;
    }
}
