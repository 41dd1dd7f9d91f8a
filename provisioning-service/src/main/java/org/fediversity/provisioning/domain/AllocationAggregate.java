package org.fediversity.provisioning.domain;

import org.axonframework.modelling.command.AggregateRoot;
import org.fediversity.contracts.ProvisioningEvent.AllocationEvent;
import org.fediversity.runtime.EventSourced;

/// Axon's shell around [AllocationDecider].
@AggregateRoot(type = "allocation")
public final class AllocationAggregate extends EventSourced<AllocationCommand, Allocation, AllocationEvent> {
    AllocationAggregate() {
        super(AllocationDecider.INSTANCE, AllocationCommand.class);
    }
}
