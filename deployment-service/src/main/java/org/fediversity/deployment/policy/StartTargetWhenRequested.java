package org.fediversity.deployment.policy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.fediversity.contracts.DeploymentEvent.TargetStartRequested;
import org.fediversity.deployment.domain.About;
import org.fediversity.deployment.domain.Deployment.TargetStarting;
import org.fediversity.deployment.domain.DeploymentCommand;
import org.fediversity.deployment.domain.DeploymentCommand.RecordTargetFailed;
import org.fediversity.deployment.domain.DeploymentCommand.RecordTargetStarted;
import org.fediversity.deployment.domain.Release;
import org.fediversity.runtime.Policy;
import org.fediversity.runtime.Recorded;

/// Whenever a migration wants its target started, that is done, unseen: the edge still turns people away. Migration
/// scripts run before and after.
@ApplicationScoped
class StartTargetWhenRequested implements Policy<TargetStartRequested> {
    private final Deployments deployments;
    private final Components components;
    private final Scripts scripts;

    StartTargetWhenRequested(Deployments deployments, Components components, Scripts scripts) {
        this.deployments = deployments;
        this.components = components;
        this.scripts = scripts;
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
            List<String> done = new ArrayList<>();
            String trouble = bringUp(about, source, target, done);
            if (trouble.isEmpty()) {
                return Optional.of(
                        new RecordTargetStarted(about.id(), migration, components.endpoints(about, target), done));
            }
            components.remove(
                    about.id(), target.environment(), one -> one.generation().equals(target.generation()));
            return Optional.of(new RecordTargetFailed(about.id(), migration, trouble));
        });
    }

    /// @param done takes the names of the scripts that did their work
    /// @return empty if all is well, else why not
    private String bringUp(About about, Release source, Release target, List<String> done) throws InterruptedException {
        BooleanSupplier unwanted = () -> !(deployments.now(about.id()) instanceof TargetStarting);
        String trouble = components.installMissing(about, target);
        if (trouble.isEmpty() && Scripts.any(target, Scripts.STOPPED)) {
            components.stop(about, target); // an earlier try may have come further
            trouble = scripts.run(about, source, target, Scripts.STOPPED, done, unwanted);
        }
        if (trouble.isEmpty()) {
            trouble = components.bringUp(about, target, unwanted);
        }
        return trouble.isEmpty() ? scripts.run(about, source, target, Scripts.STARTED, done, unwanted) : trouble;
    }
}
