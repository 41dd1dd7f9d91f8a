package org.fediversity.migration.policy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.fediversity.contracts.MigrationEvent.MigrationAborted;
import org.fediversity.runtime.Command;
import org.fediversity.runtime.Policy;
import org.fediversity.runtime.Recorded;

/// Whenever a migration is aborted, its snapshot grows old while the source serves on; it is of no use any more.
@ApplicationScoped
class RemoveSnapshotWhenAborted implements Policy<MigrationAborted> {
    private final Shelf shelf;

    RemoveSnapshotWhenAborted(Shelf shelf) {
        this.shelf = shelf;
    }

    @Override
    public Class<MigrationAborted> event() {
        return MigrationAborted.class;
    }

    @Override
    public Optional<Command> react(Recorded<MigrationAborted> recorded) throws Exception {
        shelf.remove(recorded.event().migration());
        return Optional.empty();
    }
}
