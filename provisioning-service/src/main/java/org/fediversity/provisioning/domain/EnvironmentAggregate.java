package org.fediversity.provisioning.domain;

import org.axonframework.modelling.command.AggregateRoot;
import org.fediversity.contracts.ProvisioningEvent.EnvironmentDeclared;
import org.fediversity.runtime.EventSourced;

/// Axon's shell around [EnvironmentDecider].
@AggregateRoot(type = "environment")
public final class EnvironmentAggregate extends EventSourced<EnvironmentCommand, Environment, EnvironmentDeclared> {
    EnvironmentAggregate() {
        super(EnvironmentDecider.INSTANCE, EnvironmentCommand.class);
    }
}
