package org.fediversity.deployment.policy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.fediversity.contracts.DeploymentEvent.DeploymentFailed;
import org.fediversity.deployment.domain.Deployment.Existing;
import org.fediversity.deployment.domain.DeploymentCommand;
import org.fediversity.runtime.Policy;
import org.fediversity.runtime.Recorded;

/// Whenever a rollout failed, what it started goes; what served before serves still.
@ApplicationScoped
class ClearWhenRolloutFailed implements Policy<DeploymentFailed> {
    private final Deployments deployments;
    private final Components components;

    ClearWhenRolloutFailed(Deployments deployments, Components components) {
        this.deployments = deployments;
        this.components = components;
    }

    @Override
    public Class<DeploymentFailed> event() {
        return DeploymentFailed.class;
    }

    @Override
    public Optional<DeploymentCommand> react(Recorded<DeploymentFailed> recorded) throws Exception {
        DeploymentFailed e = recorded.event();
        return deployments.inTurn(e.deployment(), state -> {
            if (state instanceof Existing existing) {
                Unfinished.clear(components, existing, e.rollout());
            }
            return Optional.empty();
        });
    }
}
