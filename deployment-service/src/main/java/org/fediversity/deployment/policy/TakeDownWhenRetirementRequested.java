package org.fediversity.deployment.policy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.fediversity.contracts.DeploymentEvent.RetirementRequested;
import org.fediversity.deployment.domain.Deployment.Retiring;
import org.fediversity.deployment.domain.DeploymentCommand;
import org.fediversity.deployment.domain.DeploymentCommand.RecordRetired;
import org.fediversity.runtime.Policy;
import org.fediversity.runtime.Recorded;

/// Whenever an operator wants a deployment gone, nobody is led there any more and its components go.
@ApplicationScoped
class TakeDownWhenRetirementRequested implements Policy<RetirementRequested> {
    private final Deployments deployments;
    private final Components components;

    TakeDownWhenRetirementRequested(Deployments deployments, Components components) {
        this.deployments = deployments;
        this.components = components;
    }

    @Override
    public Class<RetirementRequested> event() {
        return RetirementRequested.class;
    }

    @Override
    public Optional<DeploymentCommand> react(Recorded<RetirementRequested> recorded) throws Exception {
        RetirementRequested e = recorded.event();
        return deployments.inTurn(e.deployment(), state -> {
            if (!(state instanceof Retiring(var about, var serving, var erase))) {
                return Optional.empty();
            }
            components.forgetHosts(about.id());
            components.remove(about.id(), about.environment(), _ -> true);
            if (erase) {
                components.erase(about.id(), about.environment());
            }
            return Optional.of(new RecordRetired(about.id(), erase));
        });
    }
}
