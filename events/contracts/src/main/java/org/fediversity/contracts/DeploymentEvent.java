package org.fediversity.contracts;

import java.util.List;
import java.util.Map;

/// What happens in the deployment context. The stream is the deployment.
public sealed interface DeploymentEvent extends Event {
    /// Deployment id.
    String deployment();

    @Override
    default String stream() {
        return deployment();
    }

    /// A deployment exists; nothing runs yet.
    @EventName("DeploymentCreated")
    record DeploymentCreated(
            String deployment,
            String operator,
            String name,
            String environment,
            String topology,
            String domain,
            List<PinnedApplication> applications)
            implements DeploymentEvent {
        public DeploymentCreated {
            applications = Plain.list(applications);
        }
    }

    /// A rollout was asked for: make the deployed configuration equal the revision.
    ///
    /// @param rollout      number, from 1, without gaps per deployment
    /// @param requirements all that is needed to provision and install the revision
    @EventName("DeploymentRequested")
    record DeploymentRequested(
            String deployment,
            String operator,
            int rollout,
            int revision,
            String environment,
            String topology,
            String domain,
            Requirements requirements)
            implements DeploymentEvent {}

    /// The rollout takes the deployment back to an earlier revision, which is therefore staged again.
    @EventName("RollbackRequested")
    record RollbackRequested(String deployment, int rollout, int revision) implements DeploymentEvent {}

    /// A step of a rollout began; recorded before anything is touched.
    ///
    /// @param step      `provision`, `install`, `start`, `verify`, `switch` (the edge leads to the new) or `remove`
    /// (of the old)
    /// @param component `<application>/<component>`, or empty where the step is about the whole deployment
    @EventName("RolloutStepStarted")
    record RolloutStepStarted(String deployment, int rollout, String step, String component)
            implements DeploymentEvent {}

    /// The step is done.
    ///
    /// @param detail  for people to read; holds no secret
    /// @param version what the application reports of itself (NodeInfo), where the step saw it; else empty
    @EventName("RolloutStepCompleted")
    record RolloutStepCompleted(
            String deployment, int rollout, String step, String component, String detail, String version)
            implements DeploymentEvent {
        public RolloutStepCompleted {
            version = Plain.text(version);
        }
    }

    /// The step did not come to its end.
    @EventName("RolloutStepFailed")
    record RolloutStepFailed(String deployment, int rollout, String step, String component, String reason)
            implements DeploymentEvent {}

    /// What was provisioned for the running rollout arrived.
    @EventName("RolloutResourcesReceived")
    record RolloutResourcesReceived(String deployment, int rollout, List<ResourceResult> results)
            implements DeploymentEvent {
        public RolloutResourcesReceived {
            results = Plain.list(results);
        }
    }

    /// Somebody wants the running rollout to stop; it stops between two steps.
    @EventName("CancellationRequested")
    record CancellationRequested(String deployment, int rollout) implements DeploymentEvent {}

    /// The revision runs and is healthy.
    ///
    /// @param urls     application to the address a person opens
    /// @param versions application to the version it reports of itself (NodeInfo), where it does
    @EventName("DeploymentSucceeded")
    record DeploymentSucceeded(
            String deployment,
            int rollout,
            int revision,
            String environment,
            Map<String, String> urls,
            Map<String, String> versions)
            implements DeploymentEvent {
        public DeploymentSucceeded {
            urls = Plain.map(urls);
            versions = Plain.map(versions);
        }
    }

    /// The rollout failed; what served before serves still.
    @EventName("DeploymentFailed")
    record DeploymentFailed(String deployment, int rollout, int revision, String reason) implements DeploymentEvent {}

    /// The rollout was stopped; what served before serves still.
    @EventName("DeploymentCancelled")
    record DeploymentCancelled(String deployment, int rollout, int revision) implements DeploymentEvent {}

    /// A migration begins to freeze the deployment; recorded before anything is touched.
    @EventName("FreezeStarted")
    record FreezeStarted(String deployment, String migration, String environment) implements DeploymentEvent {}

    /// The edge answers 503 and every component is stopped: the state no longer changes.
    @EventName("DeploymentFrozen")
    record DeploymentFrozen(String deployment, String migration, String environment) implements DeploymentEvent {}

    /// The deployment could not be frozen; the migration has to give up.
    @EventName("FreezeFailed")
    record FreezeFailed(String deployment, String migration, String reason) implements DeploymentEvent {}

    /// The migration gave up; the source is about to serve again.
    @EventName("ResumeStarted")
    record ResumeStarted(String deployment, String migration, String environment) implements DeploymentEvent {}

    /// The source serves again.
    @EventName("DeploymentResumed")
    record DeploymentResumed(String deployment, String migration, String environment) implements DeploymentEvent {}

    /// Installation at the target of a migration began; the edge still answers 503.
    @EventName("TargetStartRequested")
    record TargetStartRequested(
            String deployment,
            String migration,
            String environment,
            String topology,
            Requirements requirements,
            List<ResourceResult> results)
            implements DeploymentEvent {
        public TargetStartRequested {
            results = Plain.list(results);
        }
    }

    /// A migration script was wanted, ran at the target, and did what it was for: its verification says so.
    ///
    /// @param script `<application>/<script>`
    @EventName("MigrationScriptCompleted")
    record MigrationScriptCompleted(String deployment, String migration, String environment, String script)
            implements DeploymentEvent {}

    /// The components run at the target and are healthy; nobody is led there yet.
    ///
    /// @param endpoints application to `host:port` where its component answers
    @EventName("TargetStarted")
    record TargetStarted(String deployment, String migration, String environment, Map<String, String> endpoints)
            implements DeploymentEvent {
        public TargetStarted {
            endpoints = Plain.map(endpoints);
        }
    }

    /// The target did not come up.
    @EventName("TargetFailed")
    record TargetFailed(String deployment, String migration, String environment, String reason)
            implements DeploymentEvent {}

    /// Custody is with the target: users are about to be led there; recorded before anything is touched.
    @EventName("MoveStarted")
    record MoveStarted(String deployment, String migration, String fromEnvironment, String environment, String topology)
            implements DeploymentEvent {}

    /// The edge leads to the target from now on; the source has stopped for good.
    @EventName("DeploymentMoved")
    record DeploymentMoved(
            String deployment, String migration, String fromEnvironment, String environment, String topology)
            implements DeploymentEvent {}

    /// The operator wants the deployment gone.
    ///
    /// @param erase whether its state goes too
    @EventName("RetirementRequested")
    record RetirementRequested(String deployment, String environment, boolean erase) implements DeploymentEvent {}

    /// Nothing of the deployment runs any more.
    @EventName("DeploymentRetired")
    record DeploymentRetired(String deployment, String environment, boolean erase) implements DeploymentEvent {}

    /// A deployment token was issued. The token itself is shown once and kept nowhere.
    ///
    /// @param expiresAt RFC 3339
    @EventName("TokenIssued")
    record TokenIssued(String deployment, String token, List<String> scopes, String hash, String expiresAt)
            implements DeploymentEvent {
        public TokenIssued {
            scopes = Plain.list(scopes);
        }
    }

    /// The token is worthless from now on.
    @EventName("TokenRevoked")
    record TokenRevoked(String deployment, String token) implements DeploymentEvent {}

    /// What runs is not what was deployed.
    @EventName("DriftDetected")
    record DriftDetected(String deployment, List<String> differences) implements DeploymentEvent {
        public DriftDetected {
            differences = Plain.list(differences);
        }
    }

    /// What runs is what was deployed, again, without a new rollout.
    @EventName("DriftEnded")
    record DriftEnded(String deployment) implements DeploymentEvent {}
}
