package org.fediversity.provisioning.policy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.fediversity.contracts.Assignment;
import org.fediversity.contracts.ProvisioningEvent.SurplusReleaseRequested;
import org.fediversity.provisioning.domain.AllocationCommand;
import org.fediversity.provisioning.domain.AllocationCommand.CompleteSurplusRelease;
import org.fediversity.provisioning.domain.AllocationId;
import org.fediversity.provisioning.domain.Holding;
import org.fediversity.provisioning.view.Allocations;
import org.fediversity.runtime.Policy;
import org.fediversity.runtime.Recorded;

/// Whenever surplus is to be released, have the drivers take down what is surplus still.
@ApplicationScoped
class ReleaseSurplusWhenRequested implements Policy<SurplusReleaseRequested> {
    private final Turns turns;
    private final Allocations allocations;
    private final Releases releases;

    ReleaseSurplusWhenRequested(Turns turns, Allocations allocations, Releases releases) {
        this.turns = turns;
        this.allocations = allocations;
        this.releases = releases;
    }

    @Override
    public Class<SurplusReleaseRequested> event() {
        return SurplusReleaseRequested.class;
    }

    @Override
    public Optional<AllocationCommand> react(Recorded<SurplusReleaseRequested> recorded) throws Exception {
        SurplusReleaseRequested requested = recorded.event();
        var allocation = new AllocationId(requested.deployment(), requested.environment());
        return turns.taking(allocation, () -> {
            Holding holding = allocations.now(allocation).holding();
            List<Assignment> surplus = holding.surplus().stream()
                    .filter(assignment -> requested.resources().contains(assignment.resource()))
                    .toList();
            releases.all(allocation, holding, surplus);
            return Optional.of(new CompleteSurplusRelease(
                    allocation, surplus.stream().map(Assignment::resource).toList()));
        });
    }
}
