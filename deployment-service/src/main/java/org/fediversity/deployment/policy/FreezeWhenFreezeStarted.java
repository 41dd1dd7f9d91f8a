package org.fediversity.deployment.policy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.fediversity.contracts.DeploymentEvent.FreezeStarted;
import org.fediversity.deployment.domain.Deployment.Freezing;
import org.fediversity.deployment.domain.DeploymentCommand;
import org.fediversity.deployment.domain.DeploymentCommand.RecordFrozen;
import org.fediversity.runtime.Policy;
import org.fediversity.runtime.Recorded;

/// Whenever a migration begins to freeze a deployment, the edge turns people away and the components stop.
@ApplicationScoped
class FreezeWhenFreezeStarted implements Policy<FreezeStarted> {
    private final Deployments deployments;
    private final Components components;

    FreezeWhenFreezeStarted(Deployments deployments, Components components) {
        this.deployments = deployments;
        this.components = components;
    }

    @Override
    public Class<FreezeStarted> event() {
        return FreezeStarted.class;
    }

    @Override
    public Optional<DeploymentCommand> react(Recorded<FreezeStarted> recorded) throws Exception {
        FreezeStarted e = recorded.event();
        return deployments.inTurn(e.deployment(), state -> {
            if (!(state instanceof Freezing(var about, var serving, var migration))
                    || !migration.equals(e.migration())) {
                return Optional.empty();
            }
            components.turnAway(about.id());
            components.stop(about, serving);
            return Optional.of(new RecordFrozen(about.id(), migration));
        });
    }
}
