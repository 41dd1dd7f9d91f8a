package org.fediversity.deployment.domain;

import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.serialization.Revision;
import org.fediversity.contracts.DeploymentEvent;
import org.fediversity.runtime.EventSourced;

/// The deployment as Axon knows it; its rules are in [DeploymentDecider].
@AggregateRoot(type = "deployment")
@Revision("3")
public final class DeploymentAggregate extends EventSourced<DeploymentCommand, Deployment, DeploymentEvent> {
    DeploymentAggregate() {
        super(DeploymentDecider.INSTANCE, DeploymentCommand.class);
    }
}
