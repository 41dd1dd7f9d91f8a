package org.fediversity.deployment.policy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.fediversity.contracts.DeploymentEvent.MoveStarted;
import org.fediversity.deployment.domain.Deployment.Moving;
import org.fediversity.deployment.domain.DeploymentCommand;
import org.fediversity.deployment.domain.DeploymentCommand.RecordMoved;
import org.fediversity.runtime.Policy;
import org.fediversity.runtime.Recorded;

/// Whenever custody is with the target, the edge leads there, and the source goes.
@ApplicationScoped
class LeadToTargetWhenMoveStarted implements Policy<MoveStarted> {
    private final Deployments deployments;
    private final Components components;

    LeadToTargetWhenMoveStarted(Deployments deployments, Components components) {
        this.deployments = deployments;
        this.components = components;
    }

    @Override
    public Class<MoveStarted> event() {
        return MoveStarted.class;
    }

    @Override
    public Optional<DeploymentCommand> react(Recorded<MoveStarted> recorded) throws Exception {
        MoveStarted e = recorded.event();
        return deployments.inTurn(e.deployment(), state -> {
            if (!(state instanceof Moving(var about, var source, var migration, var target))
                    || !migration.equals(e.migration())) {
                return Optional.empty();
            }
            Components.insist(components.lead(about, target));
            components.remove(
                    about.id(), source.environment(), one -> !one.generation().equals(target.generation()));
            return Optional.of(new RecordMoved(about.id(), migration));
        });
    }
}
