package org.fediversity.deployment.domain;

import static org.fediversity.deployment.domain.DeploymentRefusal.DEPLOYMENT_EXISTS;
import static org.fediversity.deployment.domain.DeploymentRefusal.DEPLOYMENT_RETIRED;
import static org.fediversity.deployment.domain.DeploymentRefusal.DEPLOYMENT_UNKNOWN;
import static org.fediversity.deployment.domain.DeploymentRefusal.DOWNGRADE;
import static org.fediversity.deployment.domain.DeploymentRefusal.MIGRATION_RUNNING;
import static org.fediversity.deployment.domain.DeploymentRefusal.ROLLOUT_PAST_RETURN;
import static org.fediversity.deployment.domain.DeploymentRefusal.ROLLOUT_RUNNING;
import static org.fediversity.deployment.domain.DeploymentRefusal.ROLLOUT_UNKNOWN;
import static org.fediversity.deployment.domain.DeploymentRefusal.TOKEN_UNKNOWN;
import static org.fediversity.runtime.Decision.accepted;
import static org.fediversity.runtime.Decision.nothingToDo;
import static org.fediversity.runtime.Decision.refused;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fediversity.contracts.DeploymentEvent;
import org.fediversity.contracts.DeploymentEvent.CancellationRequested;
import org.fediversity.contracts.DeploymentEvent.DeploymentCancelled;
import org.fediversity.contracts.DeploymentEvent.DeploymentCreated;
import org.fediversity.contracts.DeploymentEvent.DeploymentFailed;
import org.fediversity.contracts.DeploymentEvent.DeploymentRequested;
import org.fediversity.contracts.DeploymentEvent.DeploymentRetired;
import org.fediversity.contracts.DeploymentEvent.DeploymentSucceeded;
import org.fediversity.contracts.DeploymentEvent.DriftDetected;
import org.fediversity.contracts.DeploymentEvent.DriftEnded;
import org.fediversity.contracts.DeploymentEvent.RetirementRequested;
import org.fediversity.contracts.DeploymentEvent.RollbackRequested;
import org.fediversity.contracts.DeploymentEvent.RolloutResourcesReceived;
import org.fediversity.contracts.DeploymentEvent.RolloutStepCompleted;
import org.fediversity.contracts.DeploymentEvent.RolloutStepFailed;
import org.fediversity.contracts.DeploymentEvent.RolloutStepStarted;
import org.fediversity.contracts.DeploymentEvent.TokenIssued;
import org.fediversity.contracts.DeploymentEvent.TokenRevoked;
import org.fediversity.deployment.domain.Deployment.Existing;
import org.fediversity.deployment.domain.Deployment.Idle;
import org.fediversity.deployment.domain.Deployment.Migrating;
import org.fediversity.deployment.domain.Deployment.Retired;
import org.fediversity.deployment.domain.Deployment.Retiring;
import org.fediversity.deployment.domain.Deployment.RollingOut;
import org.fediversity.deployment.domain.Deployment.Unknown;
import org.fediversity.deployment.domain.DeploymentCommand.CancelRollout;
import org.fediversity.deployment.domain.DeploymentCommand.CompleteStep;
import org.fediversity.deployment.domain.DeploymentCommand.CreateDeployment;
import org.fediversity.deployment.domain.DeploymentCommand.FailProvisioning;
import org.fediversity.deployment.domain.DeploymentCommand.FailStep;
import org.fediversity.deployment.domain.DeploymentCommand.Freeze;
import org.fediversity.deployment.domain.DeploymentCommand.IssueToken;
import org.fediversity.deployment.domain.DeploymentCommand.Move;
import org.fediversity.deployment.domain.DeploymentCommand.ReceiveResources;
import org.fediversity.deployment.domain.DeploymentCommand.RecordDrift;
import org.fediversity.deployment.domain.DeploymentCommand.RecordFrozen;
import org.fediversity.deployment.domain.DeploymentCommand.RecordMoved;
import org.fediversity.deployment.domain.DeploymentCommand.RecordResumed;
import org.fediversity.deployment.domain.DeploymentCommand.RecordRetired;
import org.fediversity.deployment.domain.DeploymentCommand.RecordTargetFailed;
import org.fediversity.deployment.domain.DeploymentCommand.RecordTargetStarted;
import org.fediversity.deployment.domain.DeploymentCommand.RequestDeployment;
import org.fediversity.deployment.domain.DeploymentCommand.RequestRollback;
import org.fediversity.deployment.domain.DeploymentCommand.Resume;
import org.fediversity.deployment.domain.DeploymentCommand.Retire;
import org.fediversity.deployment.domain.DeploymentCommand.RevokeToken;
import org.fediversity.deployment.domain.DeploymentCommand.StartTarget;
import org.fediversity.runtime.Decider;
import org.fediversity.runtime.Decision;

/// The rules of a deployment: one thing at a time, and what serves keeps serving until its successor is proven.
public final class DeploymentDecider implements Decider<DeploymentCommand, Deployment, DeploymentEvent> {
    public static final DeploymentDecider INSTANCE = new DeploymentDecider();

    private DeploymentDecider() {}

    @Override
    public Deployment initial() {
        return new Unknown();
    }

    @Override
    public Deployment evolve(Deployment state, DeploymentEvent event) {
        return History.after(state, event);
    }

    @Override
    public Decision decide(DeploymentCommand command, Deployment state) {
        return switch (state) {
            case Unknown _ -> command instanceof CreateDeployment c ? create(c) : unknown(command);
            case Existing existing -> decide(command, existing);
        };
    }

    private static Decision create(CreateDeployment c) {
        return accepted(new DeploymentCreated(
                c.deployment(), c.operator(), c.name(), c.environment(), c.topology(), c.domain(), c.applications()));
    }

    private static Decision unknown(DeploymentCommand command) {
        return refused(DEPLOYMENT_UNKNOWN, "No deployment " + command.deployment() + ".");
    }

    private static Decision decide(DeploymentCommand command, Existing state) {
        return switch (command) {
            case CreateDeployment c -> refused(DEPLOYMENT_EXISTS, "Deployment " + c.deployment() + " exists.");
            case RequestDeployment c -> request(c, state);
            case RequestRollback c -> rollback(c, state);
            case ReceiveResources c -> receive(c, state);
            case FailProvisioning c -> failProvisioning(c, state);
            case CompleteStep c -> complete(c, state);
            case FailStep c -> fail(c, state);
            case CancelRollout c -> cancel(c, state);
            case Freeze c -> MigrationRules.freeze(c, state);
            case RecordFrozen c -> MigrationRules.frozen(c, state);
            case StartTarget c -> MigrationRules.startTarget(c, state);
            case RecordTargetStarted c -> MigrationRules.targetStarted(c, state);
            case RecordTargetFailed c -> MigrationRules.targetFailed(c, state);
            case Move c -> MigrationRules.move(c, state);
            case RecordMoved c -> MigrationRules.moved(c, state);
            case Resume c -> MigrationRules.resume(c, state);
            case RecordResumed c -> MigrationRules.resumed(c, state);
            case Retire c -> retire(c, state);
            case RecordRetired c -> retired(c, state);
            case IssueToken c -> issue(c, state);
            case RevokeToken c -> revoke(c, state);
            case RecordDrift c -> drift(c, state);
        };
    }

    private static Decision request(RequestDeployment c, Existing state) {
        return switch (state) {
            case Idle s
            when !downgrades(c, s).isEmpty() ->
                refused(
                        DOWNGRADE,
                        "Revision " + c.revision() + " would take " + String.join(", ", downgrades(c, s))
                                + ". There are no downgrades. Nothing was changed.");
            case Idle(var about, var serving) -> {
                int number = about.rollouts() + 1;
                yield accepted(
                        new DeploymentRequested(
                                c.deployment(),
                                about.operator(),
                                number,
                                c.revision(),
                                about.environment(),
                                about.topology(),
                                about.domain(),
                                c.requirements()),
                        new RolloutStepStarted(c.deployment(), number, Step.PROVISION, ""));
            }
            case RollingOut s -> running(s);
            case Migrating s -> migrating(s);
            case Retiring _, Retired _ -> gone();
        };
    }

    private static Decision rollback(RequestRollback c, Existing state) {
        Decision decision = request(new RequestDeployment(c.deployment(), c.revision(), c.requirements()), state);
        if (!(decision instanceof Decision.Accepted(var events))) {
            return decision;
        }
        List<DeploymentEvent> all = new ArrayList<>();
        for (Object event : events) {
            all.add((DeploymentEvent) event);
            if (event instanceof DeploymentRequested requested) {
                all.add(new RollbackRequested(c.deployment(), requested.rollout(), c.revision()));
            }
        }
        return Decision.accepted(all);
    }

    private static List<String> downgrades(RequestDeployment c, Idle state) {
        return state.release()
                .map(release -> Release.downgrades(release.requirements(), c.requirements()))
                .orElse(List.of());
    }

    private static Decision receive(ReceiveResources c, Existing state) {
        if (state instanceof RollingOut(var about, var serving, var rollout)
                && c.request().equals("rollout/" + rollout.number())
                && rollout.isAt(Step.PROVISION, "")) {
            List<DeploymentEvent> events = new ArrayList<>();
            events.add(new RolloutResourcesReceived(c.deployment(), rollout.number(), c.results()));
            events.add(new RolloutStepCompleted(
                    c.deployment(),
                    rollout.number(),
                    Step.PROVISION,
                    "",
                    c.results().size() + " resources are ready",
                    ""));
            events.add(afterwards(c.deployment(), rollout.done(Step.PROVISION, "", ""), Map.of()));
            return accepted(events);
        }
        return nothingToDo();
    }

    private static Decision failProvisioning(FailProvisioning c, Existing state) {
        return state instanceof RollingOut(var about, var serving, var rollout)
                        && c.request().equals("rollout/" + rollout.number())
                        && rollout.isAt(Step.PROVISION, "")
                ? failed(c.deployment(), rollout, Step.PROVISION, "", c.reason())
                : nothingToDo();
    }

    private static Decision complete(CompleteStep c, Existing state) {
        if (state instanceof RollingOut(var about, var serving, var rollout)
                && rollout.number() == c.rollout()
                && rollout.isAt(c.step(), c.component())) {
            return accepted(
                    new RolloutStepCompleted(
                            c.deployment(), c.rollout(), c.step(), c.component(), c.detail(), c.version()),
                    afterwards(c.deployment(), rollout.done(c.step(), c.component(), c.version()), c.urls()));
        }
        return nothingToDo();
    }

    /// Between two steps: the next one, or the end.
    private static DeploymentEvent afterwards(String deployment, Rollout rollout, Map<String, String> urls) {
        if (rollout.ahead().isEmpty()) {
            return new DeploymentSucceeded(
                    deployment, rollout.number(), rollout.revision(), rollout.environment(), urls, rollout.versions());
        }
        // A cancellation is honoured until the edge leads to the new; it is not asked for later than that.
        Step next = rollout.ahead().getFirst();
        return rollout.cancelling() && !next.name().equals(Step.REMOVE)
                ? new DeploymentCancelled(deployment, rollout.number(), rollout.revision())
                : new RolloutStepStarted(deployment, rollout.number(), next.name(), next.component());
    }

    private static Decision fail(FailStep c, Existing state) {
        return state instanceof RollingOut(var about, var serving, var rollout)
                        && rollout.number() == c.rollout()
                        && rollout.isAt(c.step(), c.component())
                ? failed(c.deployment(), rollout, c.step(), c.component(), c.reason())
                : nothingToDo();
    }

    private static Decision failed(String deployment, Rollout rollout, String step, String component, String reason) {
        return accepted(
                new RolloutStepFailed(deployment, rollout.number(), step, component, reason),
                rollout.cancelling()
                        ? new DeploymentCancelled(deployment, rollout.number(), rollout.revision())
                        : new DeploymentFailed(deployment, rollout.number(), rollout.revision(), reason));
    }

    private static Decision cancel(CancelRollout c, Existing state) {
        if (c.rollout() < 1 || c.rollout() > state.about().rollouts()) {
            return refused(ROLLOUT_UNKNOWN, "There is no rollout " + c.rollout() + ".");
        }
        if (!(state instanceof RollingOut(var about, var serving, var rollout)) || rollout.number() != c.rollout()) {
            return nothingToDo(); // it has ended
        }
        if (rollout.cancelling()) {
            return nothingToDo();
        }
        if (!rollout.ahead().getFirst().isBeforeTheSwitch()) {
            return refused(
                    ROLLOUT_PAST_RETURN,
                    "Rollout " + c.rollout() + " is switching over and ends in a moment; roll back instead.");
        }
        var asked = new CancellationRequested(c.deployment(), c.rollout());
        // Resources may take for ever, and it is not this service that waits for them: the queue is free at once.
        return rollout.isAt(Step.PROVISION, "")
                ? accepted(asked, new DeploymentCancelled(c.deployment(), c.rollout(), rollout.revision()))
                : accepted(asked);
    }

    private static Decision retire(Retire c, Existing state) {
        return switch (state) {
            case Idle s ->
                accepted(new RetirementRequested(c.deployment(), s.about().environment(), c.erase()));
            case RollingOut s -> running(s);
            case Migrating s -> migrating(s);
            case Retiring(var about, var serving, var erase)
            when c.erase() && !erase -> accepted(new RetirementRequested(about.id(), about.environment(), true));
            case Retired(var about, var erased)
            when c.erase() && !erased -> accepted(new RetirementRequested(about.id(), about.environment(), true));
            case Retiring _, Retired _ -> nothingToDo();
        };
    }

    /// Who asked for erasure while it was being retired without is served by the work that this asked for.
    private static Decision retired(RecordRetired c, Existing state) {
        return state instanceof Retiring(var about, var serving, var erase) && erase == c.erased()
                ? accepted(new DeploymentRetired(about.id(), about.environment(), erase))
                : nothingToDo();
    }

    private static Decision issue(IssueToken c, Existing state) {
        if (state instanceof Retiring || state instanceof Retired) {
            return gone();
        }
        return state.about().tokens().contains(c.token())
                ? nothingToDo()
                : accepted(new TokenIssued(c.deployment(), c.token(), c.scopes(), c.hash(), c.expiresAt()));
    }

    private static Decision revoke(RevokeToken c, Existing state) {
        return state.about().tokens().contains(c.token())
                ? accepted(new TokenRevoked(c.deployment(), c.token()))
                : refused(TOKEN_UNKNOWN, "There is no token " + c.token() + ", or it was revoked.");
    }

    /// Told when it changes, not whenever somebody looks.
    private static Decision drift(RecordDrift c, Existing state) {
        if (!(state instanceof Idle) || c.differences().equals(state.about().drift())) {
            return nothingToDo();
        }
        return accepted(
                c.differences().isEmpty()
                        ? new DriftEnded(c.deployment())
                        : new DriftDetected(c.deployment(), c.differences()));
    }

    private static Decision running(RollingOut state) {
        return refused(
                ROLLOUT_RUNNING,
                "Rollout " + state.rollout().number() + " is running. Wait for its end, or cancel it.");
    }

    private static Decision migrating(Migrating state) {
        return refused(
                MIGRATION_RUNNING, "Migration " + state.migration() + " is running. Wait for its end, or abort it.");
    }

    private static Decision gone() {
        return refused(DEPLOYMENT_RETIRED, "It was taken down. Create another one.");
    }
}
