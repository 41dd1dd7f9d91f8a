package org.fediversity.migration.inbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.fediversity.contracts.DeploymentEvent.DeploymentFrozen;
import org.fediversity.contracts.DeploymentEvent.DeploymentMoved;
import org.fediversity.contracts.DeploymentEvent.FreezeFailed;
import org.fediversity.contracts.DeploymentEvent.FreezeStarted;
import org.fediversity.contracts.DeploymentEvent.TargetFailed;
import org.fediversity.contracts.DeploymentEvent.TargetStarted;
import org.fediversity.contracts.ProvisioningEvent.ProvisioningFailed;
import org.fediversity.contracts.ProvisioningEvent.ResourcesProvisioned;
import org.fediversity.migration.domain.MigrationCommand;
import org.fediversity.migration.domain.MigrationCommand.GiveUp;
import org.fediversity.migration.domain.MigrationCommand.NoteFreezing;
import org.fediversity.migration.domain.MigrationCommand.NoteFrozen;
import org.fediversity.migration.domain.MigrationCommand.NoteMoved;
import org.fediversity.migration.domain.MigrationCommand.NoteTargetStarted;
import org.fediversity.migration.domain.MigrationCommand.PrepareTarget;
import org.fediversity.runtime.Inbox;
import org.fediversity.runtime.Recorded;

/// What provisioning and deployment did for a migration, told to it.
@ApplicationScoped
class FollowTheMove implements Inbox {
    private static final String REQUEST = "migration/";

    @Override
    public Set<String> contexts() {
        return Set.of("provisioning", "deployment");
    }

    @Override
    public List<MigrationCommand> translate(Recorded<?> recorded) {
        String time = recorded.meta().time().toString();
        return switch (recorded.event()) {
            case ResourcesProvisioned e
            when e.request().startsWith(REQUEST) ->
                List.of(new PrepareTarget(migration(e.request()), e.environment(), e.results()));
            case ProvisioningFailed e
            when e.request().startsWith(REQUEST) ->
                List.of(new GiveUp(migration(e.request()), "the target could not be provisioned: " + e.reason()));
            case FreezeStarted e -> List.of(new NoteFreezing(e.migration(), time));
            case DeploymentFrozen e -> List.of(new NoteFrozen(e.migration(), time));
            case FreezeFailed e -> List.of(new GiveUp(e.migration(), "the source could not be frozen: " + e.reason()));
            case TargetStarted e -> List.of(new NoteTargetStarted(e.migration(), e.endpoints()));
            case TargetFailed e -> List.of(new GiveUp(e.migration(), "the target did not start: " + e.reason()));
            case DeploymentMoved e -> List.of(new NoteMoved(e.migration(), time));
            default -> List.of();
        };
    }

    private static String migration(String request) {
        return request.substring(REQUEST.length());
    }
}
