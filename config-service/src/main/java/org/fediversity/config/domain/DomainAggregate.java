package org.fediversity.config.domain;

import org.axonframework.modelling.command.AggregateRoot;
import org.fediversity.contracts.ConfigEvent;
import org.fediversity.runtime.EventSourced;

/// Shell around [DomainDecider].
@AggregateRoot(type = "domain")
public final class DomainAggregate extends EventSourced<DomainCommand, Claim, ConfigEvent> {
    DomainAggregate() {
        super(DomainDecider.INSTANCE, DomainCommand.class);
    }
}
