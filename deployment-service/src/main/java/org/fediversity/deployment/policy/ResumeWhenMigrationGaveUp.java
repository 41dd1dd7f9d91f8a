package org.fediversity.deployment.policy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.fediversity.contracts.DeploymentEvent.ResumeStarted;
import org.fediversity.deployment.domain.Deployment.Resuming;
import org.fediversity.deployment.domain.DeploymentCommand;
import org.fediversity.deployment.domain.DeploymentCommand.RecordResumed;
import org.fediversity.deployment.domain.Release;
import org.fediversity.runtime.Policy;
import org.fediversity.runtime.Recorded;

/// Whenever a migration gave up, its target goes and the source serves again. It is tried until it succeeds.
@ApplicationScoped
class ResumeWhenMigrationGaveUp implements Policy<ResumeStarted> {
    private final Deployments deployments;
    private final Components components;

    ResumeWhenMigrationGaveUp(Deployments deployments, Components components) {
        this.deployments = deployments;
        this.components = components;
    }

    @Override
    public Class<ResumeStarted> event() {
        return ResumeStarted.class;
    }

    @Override
    public Optional<DeploymentCommand> react(Recorded<ResumeStarted> recorded) throws Exception {
        ResumeStarted e = recorded.event();
        return deployments.inTurn(e.deployment(), state -> {
            if (!(state instanceof Resuming(var about, var serving, var migration, var target))
                    || !migration.equals(e.migration())) {
                return Optional.empty();
            }
            if (target instanceof Release begun) {
                components.remove(
                        about.id(), begun.environment(), one -> one.generation().equals(begun.generation()));
            }
            String trouble = components.bringUp(about, serving, () -> false);
            if (!trouble.isEmpty()) {
                throw new IllegalStateException(trouble);
            }
            Components.insist(components.lead(about, serving));
            return Optional.of(new RecordResumed(about.id(), migration));
        });
    }
}
