package org.fediversity.deployment.view;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.fediversity.contracts.DeploymentEvent.CancellationRequested;
import org.fediversity.contracts.DeploymentEvent.DeploymentRequested;
import org.fediversity.contracts.DeploymentEvent.RolloutStepCompleted;
import org.fediversity.contracts.DeploymentEvent.RolloutStepFailed;
import org.fediversity.contracts.DeploymentEvent.RolloutStepStarted;
import org.fediversity.contracts.Requirements;
import org.fediversity.contracts.Requirements.ApplicationPlan;
import org.fediversity.deployment.domain.Step;
import org.fediversity.runtime.Json;
import org.jdbi.v3.core.Handle;

/// Rollouts and their steps as they are shown.
final class RolloutTables {
    private RolloutTables() {}

    static void requested(DeploymentRequested e, List<String> components, Instant time, Handle db) {
        db.createUpdate("""
                        insert into rollout (deployment, number, revision, environment, status, components, versions, started_at)
                        values (:deployment, :number, :revision, :environment, 'queued', cast(:components as jsonb),
                                cast(:versions as jsonb), :time)
                        """)
                .bind("deployment", e.deployment())
                .bind("number", e.rollout())
                .bind("revision", e.revision())
                .bind("environment", e.environment())
                .bind("components", Json.write(components))
                .bind("versions", Json.write(versions(e.requirements())))
                .bind("time", time)
                .execute();
        boolean replaces = db.createQuery("select revision > 0 from deployment where id = ?")
                .bind(0, e.deployment())
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
        int position = 0;
        for (Step step : Step.of(e.requirements(), replaces)) {
            db.execute(
                    "insert into rollout_step (deployment, rollout, position, name, component, status)"
                            + " values (?, ?, ?, ?, ?, 'pending')",
                    e.deployment(),
                    e.rollout(),
                    position++,
                    step.name(),
                    step.component());
        }
    }

    private static Map<String, String> versions(Requirements requirements) {
        return requirements.applications().stream()
                .collect(Collectors.toMap(ApplicationPlan::name, ApplicationPlan::version, (one, same) -> one));
    }

    static void stepStarted(RolloutStepStarted e, Instant time, Handle db) {
        step(e.deployment(), e.rollout(), e.step(), e.component(), "running", "", "started_at", time, db);
        String status =
                switch (e.step()) {
                    case Step.PROVISION -> "provisioning";
                    case Step.INSTALL, Step.START -> "deploying";
                    default -> "verifying";
                };
        db.execute(
                "update rollout set status = ? where deployment = ? and number = ?",
                status,
                e.deployment(),
                e.rollout());
    }

    static void stepCompleted(RolloutStepCompleted e, Instant time, Handle db) {
        step(e.deployment(), e.rollout(), e.step(), e.component(), "succeeded", e.detail(), "ended_at", time, db);
    }

    static void stepFailed(RolloutStepFailed e, Instant time, Handle db) {
        step(e.deployment(), e.rollout(), e.step(), e.component(), "failed", e.reason(), "ended_at", time, db);
    }

    static void cancelling(CancellationRequested e, Handle db) {
        db.execute(
                "update rollout set cancelling = true where deployment = ? and number = ?",
                e.deployment(),
                e.rollout());
    }

    static void ended(String deployment, int number, String status, String failure, Instant time, Handle db) {
        db.createUpdate("""
                        update rollout set status = :status, failure = :failure, ended_at = :time
                        where deployment = :deployment and number = :number
                        """)
                .bind("deployment", deployment)
                .bind("number", number)
                .bind("status", status)
                .bind("failure", failure)
                .bind("time", time)
                .execute();
        db.createUpdate("""
                        update rollout_step set status = case status when 'running' then 'cancelled' else 'skipped' end,
                               ended_at = case status when 'running' then cast(:time as timestamptz) end
                        where deployment = :deployment and rollout = :number and status in ('running', 'pending')
                        """)
                .bind("deployment", deployment)
                .bind("number", number)
                .bind("time", time)
                .execute();
    }

    /// @param moment column that takes the time
    private static void step(
            String deployment,
            int rollout,
            String step,
            String component,
            String status,
            String detail,
            String moment,
            Instant time,
            Handle db) {
        db.createUpdate(
                        "update rollout_step set status = :status, detail = :detail, " + moment + " = :time"
                                + " where deployment = :deployment and rollout = :rollout and name = :step and component = :component")
                .bind("deployment", deployment)
                .bind("rollout", rollout)
                .bind("step", step)
                .bind("component", component)
                .bind("status", status)
                .bind("detail", detail)
                .bind("time", time)
                .execute();
    }
}
