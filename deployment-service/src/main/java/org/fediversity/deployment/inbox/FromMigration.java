package org.fediversity.deployment.inbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.fediversity.contracts.MigrationEvent.CustodyTransferred;
import org.fediversity.contracts.MigrationEvent.CutoverStarted;
import org.fediversity.contracts.MigrationEvent.MigrationAborted;
import org.fediversity.contracts.MigrationEvent.StateImported;
import org.fediversity.deployment.domain.DeploymentCommand;
import org.fediversity.deployment.domain.DeploymentCommand.Freeze;
import org.fediversity.deployment.domain.DeploymentCommand.Move;
import org.fediversity.deployment.domain.DeploymentCommand.Resume;
import org.fediversity.deployment.domain.DeploymentCommand.StartTarget;
import org.fediversity.runtime.Command;
import org.fediversity.runtime.Inbox;
import org.fediversity.runtime.Recorded;

/// What a migration wants done with a deployment.
@ApplicationScoped
class FromMigration implements Inbox {
    @Override
    public Set<String> contexts() {
        return Set.of("migration");
    }

    @Override
    public List<? extends Command> translate(Recorded<?> recorded) {
        List<DeploymentCommand> none = List.of();
        return switch (recorded.event()) {
            case CutoverStarted e -> List.of(new Freeze(e.deployment(), e.migration(), e.sourceEnvironment()));
            case StateImported e ->
                List.of(new StartTarget(
                        e.deployment(), e.migration(), e.environment(), e.topology(), e.requirements(), e.results()));
            case CustodyTransferred e -> List.of(new Move(e.deployment(), e.migration()));
            case MigrationAborted e -> List.of(new Resume(e.deployment(), e.migration()));
            default -> none;
        };
    }
}
