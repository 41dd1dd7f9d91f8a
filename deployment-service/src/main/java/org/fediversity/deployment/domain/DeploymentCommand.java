package org.fediversity.deployment.domain;

import java.util.List;
import java.util.Map;
import org.fediversity.contracts.PinnedApplication;
import org.fediversity.contracts.Requirements;
import org.fediversity.contracts.ResourceResult;
import org.fediversity.runtime.Command;

/// What can be asked of a deployment. What begins with `Record` tells what a policy achieved.
public sealed interface DeploymentCommand extends Command {
    /// Deployment id.
    String deployment();

    @Override
    default String stream() {
        return deployment();
    }

    record CreateDeployment(
            String deployment,
            String operator,
            String name,
            String environment,
            String topology,
            String domain,
            List<PinnedApplication> applications)
            implements DeploymentCommand {}

    /// Make the deployed configuration equal the revision, which was found feasible.
    record RequestDeployment(String deployment, int revision, Requirements requirements) implements DeploymentCommand {}

    /// The same for an earlier revision, which is to be staged again, too.
    record RequestRollback(String deployment, int revision, Requirements requirements) implements DeploymentCommand {}

    /// @param request `rollout/<n>`
    record ReceiveResources(String deployment, String request, List<ResourceResult> results)
            implements DeploymentCommand {}

    record FailProvisioning(String deployment, String request, String reason) implements DeploymentCommand {}

    /// @param version what the application reports of itself, or empty
    /// @param urls    application to its address, once the rollout is through
    record CompleteStep(
            String deployment,
            int rollout,
            String step,
            String component,
            String detail,
            String version,
            Map<String, String> urls)
            implements DeploymentCommand {}

    record FailStep(String deployment, int rollout, String step, String component, String reason)
            implements DeploymentCommand {}

    record CancelRollout(String deployment, int rollout) implements DeploymentCommand {}

    record Freeze(String deployment, String migration, String environment) implements DeploymentCommand {}

    record RecordFrozen(String deployment, String migration) implements DeploymentCommand {}

    record Resume(String deployment, String migration) implements DeploymentCommand {}

    record RecordResumed(String deployment, String migration) implements DeploymentCommand {}

    record StartTarget(
            String deployment,
            String migration,
            String environment,
            String topology,
            Requirements requirements,
            List<ResourceResult> results)
            implements DeploymentCommand {}

    /// @param endpoints application to `host:port`
    /// @param scripts   migration scripts that did their work, each as `<application>/<script>`
    record RecordTargetStarted(String deployment, String migration, Map<String, String> endpoints, List<String> scripts)
            implements DeploymentCommand {}

    record RecordTargetFailed(String deployment, String migration, String reason) implements DeploymentCommand {}

    /// Custody is with the target now.
    record Move(String deployment, String migration) implements DeploymentCommand {}

    record RecordMoved(String deployment, String migration) implements DeploymentCommand {}

    record Retire(String deployment, boolean erase) implements DeploymentCommand {}

    /// @param erased whether its state went, too
    record RecordRetired(String deployment, boolean erased) implements DeploymentCommand {}

    /// @param token     its id, not the token
    /// @param hash      SHA-256 of the token, hexadecimal
    /// @param expiresAt RFC 3339
    record IssueToken(String deployment, String token, List<String> scopes, String hash, String expiresAt)
            implements DeploymentCommand {}

    record RevokeToken(String deployment, String token) implements DeploymentCommand {}

    record RecordDrift(String deployment, List<String> differences) implements DeploymentCommand {}
}
