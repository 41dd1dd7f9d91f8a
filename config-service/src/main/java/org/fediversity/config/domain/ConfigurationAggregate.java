package org.fediversity.config.domain;

import org.axonframework.modelling.command.AggregateRoot;
import org.fediversity.contracts.ConfigEvent;
import org.fediversity.runtime.EventSourced;

/// Shell around [ConfigurationDecider].
@AggregateRoot(type = "configuration")
public final class ConfigurationAggregate extends EventSourced<ConfigurationCommand, Configuration, ConfigEvent> {
    ConfigurationAggregate() {
        super(ConfigurationDecider.INSTANCE, ConfigurationCommand.class);
    }
}
