package org.fediversity.provisioning.policy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fediversity.contracts.Assignment;
import org.fediversity.contracts.ProvisioningEvent.ResourcesReserved;
import org.fediversity.contracts.ResourceResult;
import org.fediversity.provisioning.domain.Allocation;
import org.fediversity.provisioning.domain.AllocationCommand;
import org.fediversity.provisioning.domain.AllocationCommand.CompleteProvisioning;
import org.fediversity.provisioning.domain.AllocationCommand.FailProvisioning;
import org.fediversity.provisioning.domain.AllocationId;
import org.fediversity.provisioning.domain.Holding;
import org.fediversity.provisioning.view.Allocations;
import org.fediversity.runtime.Policy;
import org.fediversity.runtime.Recorded;

/// Whenever resources are reserved, have the drivers make them, unless the reservation has been overtaken since.
@ApplicationScoped
class ProvisionWhenResourcesReserved implements Policy<ResourcesReserved> {
    private final Turns turns;
    private final Allocations allocations;
    private final Works works;

    ProvisionWhenResourcesReserved(Turns turns, Allocations allocations, Works works) {
        this.turns = turns;
        this.allocations = allocations;
        this.works = works;
    }

    @Override
    public Class<ResourcesReserved> event() {
        return ResourcesReserved.class;
    }

    @Override
    public Optional<AllocationCommand> react(Recorded<ResourcesReserved> recorded) throws Exception {
        ResourcesReserved reserved = recorded.event();
        var allocation = new AllocationId(reserved.deployment(), reserved.environment());
        return turns.taking(
                allocation,
                () -> allocations.now(allocation) instanceof Allocation.Provisioning(var request, var holding)
                                && request.equals(reserved.request())
                        ? Optional.of(provision(allocation, request, holding))
                        : Optional.empty());
    }

    private AllocationCommand provision(AllocationId allocation, String request, Holding holding) {
        List<ResourceResult> results = new ArrayList<>();
        for (Assignment assignment : holding.wanted()) {
            switch (works.ensure(allocation, request, holding, assignment)) {
                case Works.Done.Made(var result) -> results.add(result);
                case Works.Done.Not(var why) -> {
                    return new FailProvisioning(allocation, request, why);
                }
                case Works.Done.Gone _ -> throw new IllegalStateException("nobody asked for a release");
            }
        }
        return new CompleteProvisioning(allocation, request, results);
    }
}
