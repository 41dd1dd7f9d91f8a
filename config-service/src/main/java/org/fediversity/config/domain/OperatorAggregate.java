package org.fediversity.config.domain;

import org.axonframework.modelling.command.AggregateRoot;
import org.fediversity.contracts.ConfigEvent;
import org.fediversity.runtime.EventSourced;

/// Shell around [OperatorDecider].
@AggregateRoot(type = "operator")
public final class OperatorAggregate extends EventSourced<OperatorCommand, Operator, ConfigEvent> {
    OperatorAggregate() {
        super(OperatorDecider.INSTANCE, OperatorCommand.class);
    }
}
