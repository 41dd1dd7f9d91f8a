package org.fediversity.deployment.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.fediversity.contracts.PinnedApplication;
import org.fediversity.deployment.domain.Environments.Action;
import org.fediversity.deployment.domain.Environments.Problem;
import org.jspecify.annotations.Nullable;

/// The shapes in which deployments travel over HTTP.
final class Documents {
    private Documents() {}

    /// What is asked for when a deployment is created.
    record NewDeployment(
            @Nullable String name,
            @Nullable String environment,
            @Nullable String topology,
            @Nullable String domain,
            @Nullable List<@Nullable NewApplication> applications) {}

    /// @param version the newest, if absent
    /// @param label   the application's name, if absent
    record NewApplication(
            @Nullable String name,
            @Nullable String version,
            @Nullable String label) {}

    /// A deployment.
    ///
    /// @param status   created, deploying, running, degraded, frozen, migrating, failed, retiring, retired
    /// @param staged   null if nothing is, or if config-service does not answer
    /// @param deployed null if nothing is
    /// @param rollout  the newest one; null if there never was one
    record DeploymentDocument(
            String id,
            String name,
            String environment,
            String topology,
            String domain,
            String status,
            List<PinnedApplication> applications,
            @Nullable Staged staged,
            @Nullable Deployed deployed,
            @Nullable RolloutSummary rollout,
            List<Url> urls,
            Health health,
            Instant createdAt) {}

    record Staged(int revision, String etag) {}

    /// @param versions application to its version: as it reports of itself, where it does
    record Deployed(int revision, Map<String, String> versions) {}

    record RolloutSummary(int number, int revision, String status) {}

    record Url(String application, String url) {}

    /// @param status up, degraded or none (nothing is meant to run)
    record Health(String status, List<ComponentHealth> components) {}

    /// @param status   running, restarting, stopped or missing
    /// @param restarts how often it died
    record ComponentHealth(
            String component,
            String status,
            int restarts,
            String detail,
            @Nullable Instant since) {}

    /// What a deployment of a revision would do; nothing was touched.
    record PlanDocument(int revision, String digest, List<Action> actions, boolean feasible, List<Problem> problems) {}

    /// @param revision   what is staged, if absent
    /// @param planDigest if given, the plan must still be this one
    record DeployRequest(
            @Nullable Integer revision, @Nullable String planDigest) {}

    /// @param revision an earlier one
    record RollbackRequest(@Nullable Integer revision) {}

    /// @param status     queued, provisioning, deploying, verifying, succeeded, failed, cancelled
    /// @param cancelling whether a cancellation waits for the end of a step
    record RolloutDocument(
            int number,
            int revision,
            String status,
            boolean cancelling,
            Instant startedAt,
            @Nullable Instant endedAt,
            List<StepDocument> steps,
            @Nullable String failure) {}

    /// @param status pending, running, succeeded, failed, cancelled, skipped
    record StepDocument(
            String name,
            String component,
            String status,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            String detail) {}

    /// @param scopes    `state:read`, `migrate`
    /// @param expiresIn seconds; an hour, if absent
    record NewToken(@Nullable List<String> scopes, @Nullable Long expiresIn) {}

    /// @param token shown this once
    record IssuedToken(String id, String token, List<String> scopes, Instant expiresAt) {}

    record TokenDocument(String id, List<String> scopes, Instant issuedAt, Instant expiresAt) {}

    record DriftDocument(boolean drifted, List<String> differences) {}

    /// What other services are told about a deployment.
    ///
    /// @param deployedRevision 0 = none
    record InternalDeployment(
            String id,
            String operator,
            String name,
            String environment,
            String topology,
            String domain,
            String status,
            List<PinnedApplication> applications,
            int deployedRevision,
            Instant createdAt) {}
}
