package org.fediversity.config.domain;

import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.serialization.Revision;
import org.fediversity.contracts.ConfigEvent;
import org.fediversity.runtime.EventSourced;

/// Shell around [ConfigurationDecider].
@AggregateRoot(type = "configuration")
@Revision("2")
public final class ConfigurationAggregate extends EventSourced<ConfigurationCommand, Configuration, ConfigEvent> {
    ConfigurationAggregate() {
        super(ConfigurationDecider.INSTANCE, ConfigurationCommand.class);
    }
}
