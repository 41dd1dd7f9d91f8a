package org.fediversity.deployment.policy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.fediversity.contracts.DeploymentEvent.DeploymentCancelled;
import org.fediversity.deployment.domain.Deployment.Existing;
import org.fediversity.deployment.domain.DeploymentCommand;
import org.fediversity.runtime.Policy;
import org.fediversity.runtime.Recorded;

/// Whenever a rollout was cancelled, what it started goes; what served before serves still.
@ApplicationScoped
class ClearWhenRolloutCancelled implements Policy<DeploymentCancelled> {
    private final Deployments deployments;
    private final Components components;

    ClearWhenRolloutCancelled(Deployments deployments, Components components) {
        this.deployments = deployments;
        this.components = components;
    }

    @Override
    public Class<DeploymentCancelled> event() {
        return DeploymentCancelled.class;
    }

    @Override
    public Optional<DeploymentCommand> react(Recorded<DeploymentCancelled> recorded) throws Exception {
        DeploymentCancelled e = recorded.event();
        return deployments.inTurn(e.deployment(), state -> {
            if (state instanceof Existing existing) {
                Unfinished.clear(components, existing, e.rollout());
            }
            return Optional.empty();
        });
    }
}
