package org.fediversity.provisioning.policy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.fediversity.contracts.ProvisioningEvent.ReleaseRequested;
import org.fediversity.provisioning.domain.Allocation;
import org.fediversity.provisioning.domain.AllocationCommand;
import org.fediversity.provisioning.domain.AllocationCommand.CompleteRelease;
import org.fediversity.provisioning.domain.AllocationId;
import org.fediversity.provisioning.view.Allocations;
import org.fediversity.runtime.Policy;
import org.fediversity.runtime.Recorded;

/// Whenever a release is asked for, have the drivers take everything down. It is tried until it is done: what is left
/// behind would cost somebody money and keep somebody's data.
@ApplicationScoped
class ReleaseWhenReleaseRequested implements Policy<ReleaseRequested> {
    private final Turns turns;
    private final Allocations allocations;
    private final Releases releases;

    ReleaseWhenReleaseRequested(Turns turns, Allocations allocations, Releases releases) {
        this.turns = turns;
        this.allocations = allocations;
        this.releases = releases;
    }

    @Override
    public Class<ReleaseRequested> event() {
        return ReleaseRequested.class;
    }

    @Override
    public Optional<AllocationCommand> react(Recorded<ReleaseRequested> recorded) throws Exception {
        var allocation =
                new AllocationId(recorded.event().deployment(), recorded.event().environment());
        return turns.taking(allocation, () -> {
            if (!(allocations.now(allocation) instanceof Allocation.Releasing(var request, var holding))) {
                return Optional.empty();
            }
            releases.all(allocation, holding, holding.all());
            return Optional.of(new CompleteRelease(allocation));
        });
    }
}
