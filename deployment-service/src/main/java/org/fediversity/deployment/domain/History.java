package org.fediversity.deployment.domain;

import java.util.List;
import java.util.Set;
import org.fediversity.contracts.DeploymentEvent;
import org.fediversity.contracts.DeploymentEvent.CancellationRequested;
import org.fediversity.contracts.DeploymentEvent.DeploymentCancelled;
import org.fediversity.contracts.DeploymentEvent.DeploymentCreated;
import org.fediversity.contracts.DeploymentEvent.DeploymentFailed;
import org.fediversity.contracts.DeploymentEvent.DeploymentFrozen;
import org.fediversity.contracts.DeploymentEvent.DeploymentMoved;
import org.fediversity.contracts.DeploymentEvent.DeploymentRequested;
import org.fediversity.contracts.DeploymentEvent.DeploymentResumed;
import org.fediversity.contracts.DeploymentEvent.DeploymentRetired;
import org.fediversity.contracts.DeploymentEvent.DeploymentSucceeded;
import org.fediversity.contracts.DeploymentEvent.DriftDetected;
import org.fediversity.contracts.DeploymentEvent.DriftEnded;
import org.fediversity.contracts.DeploymentEvent.FreezeFailed;
import org.fediversity.contracts.DeploymentEvent.FreezeStarted;
import org.fediversity.contracts.DeploymentEvent.MigrationScriptCompleted;
import org.fediversity.contracts.DeploymentEvent.MoveStarted;
import org.fediversity.contracts.DeploymentEvent.ResumeStarted;
import org.fediversity.contracts.DeploymentEvent.RetirementRequested;
import org.fediversity.contracts.DeploymentEvent.RollbackRequested;
import org.fediversity.contracts.DeploymentEvent.RolloutResourcesReceived;
import org.fediversity.contracts.DeploymentEvent.RolloutStepCompleted;
import org.fediversity.contracts.DeploymentEvent.RolloutStepFailed;
import org.fediversity.contracts.DeploymentEvent.RolloutStepStarted;
import org.fediversity.contracts.DeploymentEvent.TargetFailed;
import org.fediversity.contracts.DeploymentEvent.TargetStartRequested;
import org.fediversity.contracts.DeploymentEvent.TargetStarted;
import org.fediversity.contracts.DeploymentEvent.TokenIssued;
import org.fediversity.contracts.DeploymentEvent.TokenRevoked;
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
import org.fediversity.deployment.domain.Deployment.Unknown;

/// What a deployment is after each of its events. An event that does not belong to a situation changes nothing.
final class History {
    private History() {}

    static Deployment after(Deployment state, DeploymentEvent event) {
        return switch (state) {
            case Unknown unknown -> event instanceof DeploymentCreated e ? created(e) : unknown;
            case Existing existing -> after(existing, event);
        };
    }

    private static Deployment created(DeploymentCreated e) {
        return new Idle(
                new About(
                        e.deployment(),
                        e.operator(),
                        e.name(),
                        e.environment(),
                        e.topology(),
                        e.domain(),
                        e.applications(),
                        0,
                        Set.of(),
                        List.of()),
                new Serving.Nothing());
    }

    private static Deployment after(Existing state, DeploymentEvent event) {
        return switch (event) {
            case DeploymentRequested e -> requested(state, e);
            case RolloutResourcesReceived e ->
                state instanceof RollingOut s
                        ? new RollingOut(s.about(), s.serving(), s.rollout().received(e.results()))
                        : state;
            case RolloutStepCompleted e ->
                state instanceof RollingOut s
                        ? new RollingOut(s.about(), s.serving(), s.rollout().done(e.step(), e.component(), e.version()))
                        : state;
            case CancellationRequested _ ->
                state instanceof RollingOut s
                        ? new RollingOut(s.about(), s.serving(), s.rollout().cancelled())
                        : state;
            case DeploymentSucceeded _ ->
                state instanceof RollingOut s
                        ? new Idle(s.about().drifted(List.of()), s.rollout().release())
                        : state;
            case DeploymentFailed _, DeploymentCancelled _ -> idle(state);
            case FreezeStarted e ->
                state instanceof Idle(var about, Release serving) ? new Freezing(about, serving, e.migration()) : state;
            case DeploymentFrozen e ->
                state instanceof Freezing s ? new Frozen(s.about(), s.serving(), e.migration()) : state;
            case TargetStartRequested e ->
                state instanceof Frozen s
                        ? new TargetStarting(s.about(), s.serving(), e.migration(), target(s.serving(), e))
                        : state;
            case TargetStarted e ->
                state instanceof TargetStarting s
                        ? new TargetRunning(s.about(), s.serving(), e.migration(), s.target())
                        : state;
            case TargetFailed e ->
                state instanceof TargetStarting s && s.migration().equals(e.migration())
                        ? new Frozen(s.about(), s.serving(), e.migration())
                        : state;
            case MoveStarted e ->
                state instanceof TargetRunning s
                        ? new Moving(s.about(), s.serving(), e.migration(), s.target())
                        : state;
            case DeploymentMoved e ->
                state instanceof Moving s
                        ? new Idle(
                                s.about().movedTo(e.environment(), e.topology()).drifted(List.of()), s.target())
                        : state;
            case ResumeStarted e -> resuming(state, e.migration());
            case DeploymentResumed _ -> state instanceof Migrating ? idle(state) : state;
            case RetirementRequested e -> new Retiring(state.about(), state.serving(), e.erase());
            case DeploymentRetired e -> new Retired(state.about(), e.erase());
            case TokenIssued e -> with(state, state.about().withToken(e.token()));
            case TokenRevoked e -> with(state, state.about().withoutToken(e.token()));
            case DriftDetected e -> with(state, state.about().drifted(e.differences()));
            case DriftEnded _ -> with(state, state.about().drifted(List.of()));
            case DeploymentCreated _,
                    RollbackRequested _,
                    MigrationScriptCompleted _,
                    RolloutStepStarted _,
                    RolloutStepFailed _,
                    FreezeFailed _ -> state;
        };
    }

    private static Deployment requested(Existing state, DeploymentRequested e) {
        return new RollingOut(
                state.about().rolledOut(e.rollout()),
                state.serving(),
                new Rollout(
                        e.rollout(),
                        e.revision(),
                        e.environment(),
                        e.topology(),
                        e.requirements(),
                        List.of(),
                        Step.of(e.requirements(), state.release().isPresent()),
                        false,
                        java.util.Map.of()));
    }

    private static Release target(Release source, TargetStartRequested e) {
        return new Release(
                Release.ofMigration(e.migration()),
                source.rollout(),
                source.revision(),
                e.environment(),
                e.topology(),
                e.requirements(),
                e.results());
    }

    private static Deployment resuming(Existing state, String migration) {
        return switch (state) {
            case Freezing s -> new Resuming(s.about(), s.serving(), migration, new Serving.Nothing());
            case Frozen s -> new Resuming(s.about(), s.serving(), migration, new Serving.Nothing());
            case TargetStarting s -> new Resuming(s.about(), s.serving(), migration, s.target());
            case TargetRunning s -> new Resuming(s.about(), s.serving(), migration, s.target());
            case Idle _, RollingOut _, Moving _, Resuming _, Retiring _, Retired _ -> state;
        };
    }

    private static Deployment idle(Existing state) {
        return new Idle(state.about(), state.serving());
    }

    private static Deployment with(Existing state, About about) {
        return switch (state) {
            case Idle s -> new Idle(about, s.serving());
            case RollingOut s -> new RollingOut(about, s.serving(), s.rollout());
            case Freezing s -> new Freezing(about, s.serving(), s.migration());
            case Frozen s -> new Frozen(about, s.serving(), s.migration());
            case TargetStarting s -> new TargetStarting(about, s.serving(), s.migration(), s.target());
            case TargetRunning s -> new TargetRunning(about, s.serving(), s.migration(), s.target());
            case Moving s -> new Moving(about, s.serving(), s.migration(), s.target());
            case Resuming s -> new Resuming(about, s.serving(), s.migration(), s.target());
            case Retiring s -> new Retiring(about, s.serving(), s.erase());
            case Retired s -> new Retired(about, s.erased());
        };
    }
}
