package org.fediversity.config.domain;

import org.axonframework.modelling.command.AggregateRoot;
import org.fediversity.contracts.ConfigEvent;
import org.fediversity.runtime.EventSourced;

/// Shell around [ApplicationDecider].
@AggregateRoot(type = "application")
public final class ApplicationAggregate extends EventSourced<ApplicationCommand, Application, ConfigEvent> {
    ApplicationAggregate() {
        super(ApplicationDecider.INSTANCE, ApplicationCommand.class);
    }
}
