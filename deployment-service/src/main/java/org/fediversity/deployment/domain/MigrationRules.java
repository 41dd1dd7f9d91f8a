package org.fediversity.deployment.domain;

import static org.fediversity.runtime.Decision.accepted;
import static org.fediversity.runtime.Decision.nothingToDo;

import java.util.ArrayList;
import java.util.List;
import org.fediversity.contracts.DeploymentEvent;
import org.fediversity.contracts.DeploymentEvent.DeploymentFrozen;
import org.fediversity.contracts.DeploymentEvent.DeploymentMoved;
import org.fediversity.contracts.DeploymentEvent.DeploymentResumed;
import org.fediversity.contracts.DeploymentEvent.FreezeFailed;
import org.fediversity.contracts.DeploymentEvent.FreezeStarted;
import org.fediversity.contracts.DeploymentEvent.MigrationScriptCompleted;
import org.fediversity.contracts.DeploymentEvent.MoveStarted;
import org.fediversity.contracts.DeploymentEvent.ResumeStarted;
import org.fediversity.contracts.DeploymentEvent.TargetFailed;
import org.fediversity.contracts.DeploymentEvent.TargetStartRequested;
import org.fediversity.contracts.DeploymentEvent.TargetStarted;
import org.fediversity.deployment.domain.Deployment.Existing;
import org.fediversity.deployment.domain.Deployment.Freezing;
import org.fediversity.deployment.domain.Deployment.Frozen;
import org.fediversity.deployment.domain.Deployment.Idle;
import org.fediversity.deployment.domain.Deployment.Migrating;
import org.fediversity.deployment.domain.Deployment.Moving;
import org.fediversity.deployment.domain.Deployment.Resuming;
import org.fediversity.deployment.domain.Deployment.Retired;
import org.fediversity.deployment.domain.Deployment.Retiring;
import org.fediversity.deployment.domain.Deployment.RollingOut;
import org.fediversity.deployment.domain.Deployment.TargetRunning;
import org.fediversity.deployment.domain.Deployment.TargetStarting;
import org.fediversity.deployment.domain.DeploymentCommand.Freeze;
import org.fediversity.deployment.domain.DeploymentCommand.Move;
import org.fediversity.deployment.domain.DeploymentCommand.RecordFrozen;
import org.fediversity.deployment.domain.DeploymentCommand.RecordMoved;
import org.fediversity.deployment.domain.DeploymentCommand.RecordResumed;
import org.fediversity.deployment.domain.DeploymentCommand.RecordTargetFailed;
import org.fediversity.deployment.domain.DeploymentCommand.RecordTargetStarted;
import org.fediversity.deployment.domain.DeploymentCommand.Resume;
import org.fediversity.deployment.domain.DeploymentCommand.StartTarget;
import org.fediversity.runtime.Decision;

/// What a migration may do with a deployment. It asks by events, so it is answered by events: a no is one, too.
final class MigrationRules {
    private MigrationRules() {}

    static Decision freeze(Freeze c, Existing state) {
        return switch (state) {
            case Idle(var about, Release _)
            when about.environment().equals(c.environment()) ->
                accepted(new FreezeStarted(c.deployment(), c.migration(), c.environment()));
            case Idle(var about, Release _) -> noFreeze(c, "it runs in " + about.environment());
            case Idle _ -> noFreeze(c, "nothing is deployed");
            case RollingOut s -> noFreeze(c, "rollout " + s.rollout().number() + " is running");
            case Migrating s when s.migration().equals(c.migration()) -> nothingToDo();
            case Migrating s -> noFreeze(c, "migration " + s.migration() + " is running");
            case Retiring _, Retired _ -> noFreeze(c, "it is retired");
        };
    }

    private static Decision noFreeze(Freeze c, String reason) {
        return accepted(new FreezeFailed(c.deployment(), c.migration(), reason));
    }

    static Decision frozen(RecordFrozen c, Existing state) {
        return state instanceof Freezing(var about, var serving, var migration) && migration.equals(c.migration())
                ? accepted(new DeploymentFrozen(c.deployment(), migration, about.environment()))
                : nothingToDo();
    }

    static Decision startTarget(StartTarget c, Existing state) {
        return switch (state) {
            case Frozen s
            when s.migration().equals(c.migration()) ->
                accepted(new TargetStartRequested(
                        c.deployment(), c.migration(), c.environment(), c.topology(), c.requirements(), c.results()));
            case Migrating s when s.migration().equals(c.migration()) -> nothingToDo();
            case Migrating s -> noTarget(c, "migration " + s.migration() + " is running");
            case Idle _, RollingOut _, Retiring _, Retired _ -> noTarget(c, "the source is not frozen");
        };
    }

    private static Decision noTarget(StartTarget c, String reason) {
        return accepted(new TargetFailed(c.deployment(), c.migration(), c.environment(), reason));
    }

    static Decision targetStarted(RecordTargetStarted c, Existing state) {
        if (!(state instanceof TargetStarting s) || !s.migration().equals(c.migration())) {
            return nothingToDo();
        }
        String environment = s.target().environment();
        List<DeploymentEvent> events = new ArrayList<>();
        c.scripts()
                .forEach(script ->
                        events.add(new MigrationScriptCompleted(c.deployment(), c.migration(), environment, script)));
        events.add(new TargetStarted(c.deployment(), c.migration(), environment, c.endpoints()));
        return accepted(events);
    }

    static Decision targetFailed(RecordTargetFailed c, Existing state) {
        return state instanceof TargetStarting s && s.migration().equals(c.migration())
                ? accepted(new TargetFailed(
                        c.deployment(), c.migration(), s.target().environment(), c.reason()))
                : nothingToDo();
    }

    static Decision move(Move c, Existing state) {
        return state instanceof TargetRunning s && s.migration().equals(c.migration())
                ? accepted(new MoveStarted(
                        c.deployment(),
                        c.migration(),
                        s.serving().environment(),
                        s.target().environment(),
                        s.target().topology()))
                : nothingToDo();
    }

    static Decision moved(RecordMoved c, Existing state) {
        return state instanceof Moving s && s.migration().equals(c.migration())
                ? accepted(new DeploymentMoved(
                        c.deployment(),
                        c.migration(),
                        s.serving().environment(),
                        s.target().environment(),
                        s.target().topology()))
                : nothingToDo();
    }

    static Decision resume(Resume c, Existing state) {
        return switch (state) {
            case Freezing s -> back(c, s);
            case Frozen s -> back(c, s);
            case TargetStarting s -> back(c, s);
            case TargetRunning s -> back(c, s);
            case Moving _, Resuming _ -> nothingToDo(); // past custody there is no way back
            case Idle _, RollingOut _, Retiring _, Retired _ -> nothingToDo();
        };
    }

    private static Decision back(Resume c, Migrating state) {
        return state.migration().equals(c.migration())
                ? accepted(new ResumeStarted(
                        c.deployment(), c.migration(), state.about().environment()))
                : nothingToDo();
    }

    static Decision resumed(RecordResumed c, Existing state) {
        return state instanceof Resuming(var about, var serving, var migration, var target)
                        && migration.equals(c.migration())
                ? accepted(new DeploymentResumed(c.deployment(), migration, about.environment()))
                : nothingToDo();
    }
}
