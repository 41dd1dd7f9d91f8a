package org.fediversity.migration.domain;

import org.axonframework.modelling.command.AggregateRoot;
import org.fediversity.contracts.MigrationEvent;
import org.fediversity.runtime.EventSourced;

/// A migration, for Axon; every rule is in [MigrationDecider].
@AggregateRoot(type = "migration")
public final class MigrationAggregate extends EventSourced<MigrationCommand, Migration, MigrationEvent> {
    MigrationAggregate() {
        super(MigrationDecider.INSTANCE, MigrationCommand.class);
    }
}
