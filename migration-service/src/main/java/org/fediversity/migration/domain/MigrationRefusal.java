package org.fediversity.migration.domain;

import org.fediversity.runtime.Refusal;

/// Why this service says no.
public enum MigrationRefusal implements Refusal {
    UNKNOWN_MIGRATION(404, "There is no such migration, or it is not yours"),
    NOTHING_DEPLOYED(409, "Nothing is deployed that could move"),
    MIGRATION_RUNNING(409, "A migration of this deployment is not finished"),
    ROLLOUT_RUNNING(409, "The deployment is changing at the moment"),
    IDENTITY_MISSING(409, "An identity that must travel along has no value at the source"),
    PAST_POINT_OF_NO_RETURN(409, "Custody has changed: the migration can only go on"),
    NOT_COMPLETED(409, "Only a completed migration can be confirmed"),
    ALREADY_ENDED(409, "The migration has ended"),
    INFEASIBLE(422, "The target cannot give what the deployment needs"),
    UNSUPPORTED(422, "This way of moving does not exist yet");

    private final int status;
    private final String title;

    MigrationRefusal(int status, String title) {
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
