package org.fediversity.provisioning.policy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.fediversity.contracts.Assignment;
import org.fediversity.contracts.ProvisioningEvent.StateKept;
import org.fediversity.provisioning.domain.Allocation.Kept;
import org.fediversity.provisioning.domain.AllocationCommand;
import org.fediversity.provisioning.domain.AllocationCommand.CompleteSurplusRelease;
import org.fediversity.provisioning.domain.AllocationId;
import org.fediversity.provisioning.domain.Holding;
import org.fediversity.provisioning.view.Allocations;
import org.fediversity.runtime.Policy;
import org.fediversity.runtime.Recorded;

/// Whenever a deployment is retired and its state is kept, have the drivers take down all else.
@ApplicationScoped
class ReleaseTheRestWhenStateKept implements Policy<StateKept> {
    private final Turns turns;
    private final Allocations allocations;
    private final Releases releases;

    ReleaseTheRestWhenStateKept(Turns turns, Allocations allocations, Releases releases) {
        this.turns = turns;
        this.allocations = allocations;
        this.releases = releases;
    }

    @Override
    public Class<StateKept> event() {
        return StateKept.class;
    }

    @Override
    public Optional<AllocationCommand> react(Recorded<StateKept> recorded) throws Exception {
        var allocation =
                new AllocationId(recorded.event().deployment(), recorded.event().environment());
        return turns.taking(allocation, () -> {
            if (!(allocations.now(allocation) instanceof Kept(Holding holding))) {
                return Optional.empty();
            }
            List<Assignment> rest = holding.surplus();
            releases.all(allocation, holding, rest);
            return Optional.of(new CompleteSurplusRelease(
                    allocation,
                    rest.stream().map(Assignment::resource).distinct().toList()));
        });
    }
}
