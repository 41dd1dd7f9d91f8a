package org.fediversity.deployment.inbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.fediversity.contracts.ProvisioningEvent.ProvisioningFailed;
import org.fediversity.contracts.ProvisioningEvent.ResourcesProvisioned;
import org.fediversity.deployment.domain.DeploymentCommand;
import org.fediversity.deployment.domain.DeploymentCommand.FailProvisioning;
import org.fediversity.deployment.domain.DeploymentCommand.ReceiveResources;
import org.fediversity.runtime.Command;
import org.fediversity.runtime.Inbox;
import org.fediversity.runtime.Recorded;

/// What became of the resources that a rollout waits for.
@ApplicationScoped
class FromProvisioning implements Inbox {
    private static final String ROLLOUT = "rollout/";

    @Override
    public Set<String> contexts() {
        return Set.of("provisioning");
    }

    @Override
    public List<? extends Command> translate(Recorded<?> recorded) {
        List<DeploymentCommand> none = List.of();
        return switch (recorded.event()) {
            case ResourcesProvisioned e
            when e.request().startsWith(ROLLOUT) ->
                List.of(new ReceiveResources(e.deployment(), e.request(), e.results()));
            case ProvisioningFailed e
            when e.request().startsWith(ROLLOUT) ->
                List.of(new FailProvisioning(e.deployment(), e.request(), e.reason()));
            default -> none;
        };
    }
}
