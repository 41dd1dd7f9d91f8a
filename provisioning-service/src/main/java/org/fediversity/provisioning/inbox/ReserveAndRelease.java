package org.fediversity.provisioning.inbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fediversity.contracts.DeploymentEvent.DeploymentRequested;
import org.fediversity.contracts.DeploymentEvent.DeploymentRetired;
import org.fediversity.contracts.DeploymentEvent.DeploymentSucceeded;
import org.fediversity.contracts.MigrationEvent.MigrationAborted;
import org.fediversity.contracts.MigrationEvent.MigrationConfirmed;
import org.fediversity.contracts.MigrationEvent.MigrationRequested;
import org.fediversity.provisioning.domain.AllocationCommand;
import org.fediversity.provisioning.domain.AllocationCommand.GiveUp;
import org.fediversity.provisioning.domain.AllocationCommand.KeepState;
import org.fediversity.provisioning.domain.AllocationCommand.Release;
import org.fediversity.provisioning.domain.AllocationCommand.ReleaseSurplus;
import org.fediversity.provisioning.domain.AllocationCommand.Reserve;
import org.fediversity.provisioning.domain.AllocationCommand.Source;
import org.fediversity.provisioning.domain.AllocationId;
import org.fediversity.provisioning.domain.Availability;
import org.fediversity.runtime.Inbox;
import org.fediversity.runtime.Recorded;

/// What rollouts and migrations mean for resources. The command to reserve carries the environment as it is while this
/// transaction holds it, so that no two reservations are decided on the same free capacity.
@ApplicationScoped
class ReserveAndRelease implements Inbox {
    private static final String RETIREMENT = "retirement";
    private final Availability availability;

    ReserveAndRelease(Availability availability) {
        this.availability = availability;
    }

    @Override
    public Set<String> contexts() {
        return Set.of("deployment", "migration");
    }

    @Override
    public List<? extends AllocationCommand> translate(Recorded<?> recorded) {
        return switch (recorded.event()) {
            case DeploymentRequested requested -> List.of(reserve(requested));
            case MigrationRequested requested -> List.of(reserve(requested));
            case DeploymentSucceeded succeeded ->
                List.of(new ReleaseSurplus(
                        new AllocationId(succeeded.deployment(), succeeded.environment()),
                        "rollout/" + succeeded.rollout()));
            case MigrationAborted aborted ->
                List.of(new GiveUp(
                        new AllocationId(aborted.deployment(), aborted.targetEnvironment()),
                        "migration/" + aborted.migration()));
            case MigrationConfirmed confirmed ->
                List.of(new Release(
                        new AllocationId(confirmed.deployment(), confirmed.sourceEnvironment()),
                        "migration/" + confirmed.migration()));
            case DeploymentRetired retired ->
                availability.allocationsOf(retired.deployment()).stream()
                        .map(allocation -> retired.erase()
                                ? new Release(allocation, RETIREMENT)
                                : new KeepState(allocation, RETIREMENT))
                        .toList();
            default -> List.of();
        };
    }

    private Reserve reserve(DeploymentRequested requested) {
        var allocation = new AllocationId(requested.deployment(), requested.environment());
        return new Reserve(
                allocation,
                requested.operator(),
                requested.domain(),
                requested.topology(),
                "rollout/" + requested.rollout(),
                requested.requirements(),
                availability.hold(allocation),
                Optional.empty());
    }

    private Reserve reserve(MigrationRequested requested) {
        var source = new AllocationId(requested.deployment(), requested.sourceEnvironment());
        var target = new AllocationId(requested.deployment(), requested.targetEnvironment());
        return new Reserve(
                target,
                requested.operator(),
                requested.domain(),
                requested.targetTopology(),
                "migration/" + requested.migration(),
                requested.requirements(),
                availability.hold(target),
                Optional.of(new Source(
                        source.environment(),
                        availability.allocation(source).holding().results())));
    }
}
