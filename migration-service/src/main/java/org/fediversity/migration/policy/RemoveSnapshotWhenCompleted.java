package org.fediversity.migration.policy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.fediversity.contracts.MigrationEvent.MigrationCompleted;
import org.fediversity.runtime.Command;
import org.fediversity.runtime.Policy;
import org.fediversity.runtime.Recorded;

/// Whenever a migration is completed, its snapshot has served its purpose.
@ApplicationScoped
class RemoveSnapshotWhenCompleted implements Policy<MigrationCompleted> {
    private final Shelf shelf;

    RemoveSnapshotWhenCompleted(Shelf shelf) {
        this.shelf = shelf;
    }

    @Override
    public Class<MigrationCompleted> event() {
        return MigrationCompleted.class;
    }

    @Override
    public Optional<Command> react(Recorded<MigrationCompleted> recorded) throws Exception {
        shelf.remove(recorded.event().migration());
        return Optional.empty();
    }
}
