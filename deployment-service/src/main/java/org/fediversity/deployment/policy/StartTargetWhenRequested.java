package org.fediversity.deployment.policy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.fediversity.contracts.DeploymentEvent.TargetStartRequested;
import org.fediversity.deployment.domain.Deployment.TargetStarting;
import org.fediversity.deployment.domain.DeploymentCommand;
import org.fediversity.deployment.domain.DeploymentCommand.RecordTargetFailed;
import org.fediversity.deployment.domain.DeploymentCommand.RecordTargetStarted;
import org.fediversity.runtime.Policy;
import org.fediversity.runtime.Recorded;

/// Whenever a migration wants its target started, that is done, unseen: the edge still turns people away.
@ApplicationScoped
class StartTargetWhenRequested implements Policy<TargetStartRequested> {
    private final Deployments deployments;
    private final Components components;

    StartTargetWhenRequested(Deployments deployments, Components components) {
        this.deployments = deployments;
        this.components = components;
    }

    @Override
    public Class<TargetStartRequested> event() {
        return TargetStartRequested.class;
    }

    @Override
    public Optional<DeploymentCommand> react(Recorded<TargetStartRequested> recorded) throws Exception {
        TargetStartRequested e = recorded.event();
        return deployments.inTurn(e.deployment(), state -> {
            if (!(state instanceof TargetStarting(var about, var source, var migration, var target))
                    || !migration.equals(e.migration())) {
                return Optional.empty();
            }
            String trouble =
                    components.bringUp(about, target, () -> !(deployments.now(about.id()) instanceof TargetStarting));
            if (trouble.isEmpty()) {
                return Optional.of(new RecordTargetStarted(about.id(), migration, components.endpoints(about, target)));
            }
            components.remove(
                    about.id(), target.environment(), one -> one.generation().equals(target.generation()));
            return Optional.of(new RecordTargetFailed(about.id(), migration, trouble));
        });
    }
}
