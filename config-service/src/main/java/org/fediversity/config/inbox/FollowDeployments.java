package org.fediversity.config.inbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.fediversity.config.domain.ConfigurationCommand.MarkDeployed;
import org.fediversity.config.domain.ConfigurationCommand.StageAgain;
import org.fediversity.contracts.DeploymentEvent.DeploymentSucceeded;
import org.fediversity.contracts.DeploymentEvent.RollbackRequested;
import org.fediversity.runtime.Command;
import org.fediversity.runtime.Inbox;
import org.fediversity.runtime.Recorded;

/// A rollout that succeeded makes its revision the deployed one; a rollback stages the earlier one again.
@ApplicationScoped
class FollowDeployments implements Inbox {
    @Override
    public Set<String> contexts() {
        return Set.of("deployment");
    }

    @Override
    public List<? extends Command> translate(Recorded<?> recorded) {
        return switch (recorded.event()) {
            case DeploymentSucceeded succeeded ->
                List.of(new MarkDeployed(succeeded.deployment(), succeeded.revision()));
            case RollbackRequested back -> List.of(new StageAgain(back.deployment(), back.revision()));
            default -> List.of();
        };
    }
}
