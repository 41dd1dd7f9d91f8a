package org.fediversity.deployment.domain;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;

/// Where a deployment stands: one record per situation, so that what cannot be has no class.
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
public sealed interface Deployment {

    /// Nobody created it.
    record Unknown() implements Deployment {}

    /// It exists, and may serve something.
    sealed interface Existing extends Deployment {
        About about();

        Serving serving();

        /// The release that a person reaches, or would reach if it were not frozen.
        default Optional<Release> release() {
            return serving() instanceof Release release ? Optional.of(release) : Optional.empty();
        }
    }

    /// Nothing is under way.
    record Idle(About about, Serving serving) implements Existing {}

    /// A revision is being rolled out beside what serves.
    record RollingOut(About about, Serving serving, Rollout rollout) implements Existing {}

    /// A migration has it in its hands.
    sealed interface Migrating extends Existing {
        String migration();
    }

    /// The edge turns people away and the components stop.
    record Freezing(About about, Release serving, String migration) implements Migrating {}

    /// Nothing changes its state any more.
    record Frozen(About about, Release serving, String migration) implements Migrating {}

    /// The components come up at the target, unseen.
    record TargetStarting(About about, Release serving, String migration, Release target) implements Migrating {}

    /// The target is healthy, unseen.
    record TargetRunning(About about, Release serving, String migration, Release target) implements Migrating {}

    /// Custody is with the target; the edge is being switched.
    record Moving(About about, Release serving, String migration, Release target) implements Migrating {}

    /// The migration gave up; the source is being brought back. What was begun at the target goes.
    record Resuming(About about, Release serving, String migration, Serving target) implements Migrating {}

    /// It is being taken down.
    record Retiring(About about, Serving serving, boolean erase) implements Existing {}

    /// It is gone, and stays as history.
    ///
    /// @param erased whether its state is gone, too; else that is kept
    record Retired(About about, boolean erased) implements Existing {
        @Override
        public Serving serving() {
            return new Serving.Nothing();
        }
    }
}
