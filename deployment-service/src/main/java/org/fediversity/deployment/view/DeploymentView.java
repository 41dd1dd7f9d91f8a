package org.fediversity.deployment.view;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
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
import org.fediversity.contracts.PinnedApplication;
import org.fediversity.contracts.Requirements;
import org.fediversity.deployment.domain.Hosts;
import org.fediversity.deployment.domain.Release;
import org.fediversity.runtime.Json;
import org.fediversity.runtime.Recorded;
import org.fediversity.runtime.View;
import org.jdbi.v3.core.Handle;

/// Deployments as they are shown.
@ApplicationScoped
class DeploymentView implements View {
    @Override
    public void on(Recorded<?> recorded, Handle db) {
        if (recorded.event() instanceof DeploymentEvent event) {
            show(event, recorded.meta().time(), db);
        }
    }

    private static void show(DeploymentEvent event, Instant time, Handle db) {
        switch (event) {
            case DeploymentCreated e -> created(e, time, db);
            case DeploymentRequested e -> {
                RolloutTables.requested(e, components(e.requirements()), time, db);
                db.execute(
                        "update deployment set status = 'deploying', rollout = ? where id = ?",
                        e.rollout(),
                        e.deployment());
            }
            case RolloutStepStarted e -> RolloutTables.stepStarted(e, time, db);
            case RolloutStepCompleted e -> RolloutTables.stepCompleted(e, time, db);
            case RolloutStepFailed e -> RolloutTables.stepFailed(e, time, db);
            case CancellationRequested e -> RolloutTables.cancelling(e, db);
            case DeploymentSucceeded e -> {
                RolloutTables.ended(e.deployment(), e.rollout(), "succeeded", "", time, db);
                succeeded(e, db);
            }
            case DeploymentFailed e -> {
                RolloutTables.ended(e.deployment(), e.rollout(), "failed", e.reason(), time, db);
                unfinished(e.deployment(), "failed", db);
            }
            case DeploymentCancelled e -> {
                RolloutTables.ended(e.deployment(), e.rollout(), "cancelled", "", time, db);
                unfinished(e.deployment(), "created", db);
            }
            case FreezeStarted e -> migrating(e.deployment(), "migrating", e.migration(), db);
            case DeploymentFrozen e -> migrating(e.deployment(), "frozen", e.migration(), db);
            case TargetStartRequested e -> migrating(e.deployment(), "migrating", e.migration(), db);
            case TargetFailed e -> targetFailed(e, db);
            case MoveStarted e -> migrating(e.deployment(), "migrating", e.migration(), db);
            case DeploymentMoved e -> moved(e, db);
            case ResumeStarted e -> migrating(e.deployment(), "migrating", e.migration(), db);
            case DeploymentResumed e -> migrating(e.deployment(), "running", "", db);
            case RetirementRequested e ->
                db.execute("update deployment set status = 'retiring' where id = ?", e.deployment());
            case DeploymentRetired e -> {
                db.execute("update deployment set status = 'retired', urls = '{}' where id = ?", e.deployment());
                db.execute("delete from hostname where deployment = ?", e.deployment());
            }
            case TokenIssued e -> tokenIssued(e, time, db);
            case TokenRevoked e ->
                db.execute("delete from deployment_token where deployment = ? and id = ?", e.deployment(), e.token());
            case RollbackRequested _,
                    MigrationScriptCompleted _,
                    RolloutResourcesReceived _,
                    TargetStarted _,
                    FreezeFailed _,
                    DriftDetected _,
                    DriftEnded _ -> {}
        }
    }

    private static void created(DeploymentCreated e, Instant time, Handle db) {
        db.createUpdate("""
                        insert into deployment (id, operator, name, environment, topology, domain, applications, status, created_at)
                        values (:id, :operator, :name, :environment, :topology, :domain, cast(:applications as jsonb), 'created', :time)
                        """)
                .bind("id", e.deployment())
                .bind("operator", e.operator())
                .bind("name", e.name())
                .bind("environment", e.environment())
                .bind("topology", e.topology())
                .bind("domain", e.domain())
                .bind("applications", Json.write(e.applications()))
                .bind("time", time)
                .execute();
        for (PinnedApplication application : e.applications()) {
            db.execute(
                    "insert into hostname (host, deployment) values (?, ?)",
                    Hosts.name(application.label(), e.domain()),
                    e.deployment());
        }
    }

    private static void succeeded(DeploymentSucceeded e, Handle db) {
        db.createUpdate("""
                        update deployment d set status = 'running', revision = :revision, generation = :generation,
                               urls = cast(:urls as jsonb), versions = r.versions || cast(:versions as jsonb),
                               components = r.components,
                               applications = (
                                   select jsonb_agg(a || jsonb_build_object('version',
                                              coalesce(r.versions ->> (a ->> 'name'), a ->> 'version')) order by n)
                                   from jsonb_array_elements(d.applications) with ordinality pinned (a, n))
                        from rollout r
                        where d.id = :id and r.deployment = :id and r.number = :rollout
                        """)
                .bind("id", e.deployment())
                .bind("rollout", e.rollout())
                .bind("revision", e.revision())
                .bind("generation", Release.ofRollout(e.rollout()))
                .bind("urls", Json.write(e.urls()))
                .bind("versions", Json.write(e.versions()))
                .execute();
    }

    /// What served before serves still, if there was anything.
    private static void unfinished(String deployment, String otherwise, Handle db) {
        db.execute(
                "update deployment set status = case when revision > 0 then 'running' else ? end where id = ?",
                otherwise,
                deployment);
    }

    private static void migrating(String deployment, String status, String migration, Handle db) {
        db.execute("update deployment set status = ?, migration = ? where id = ?", status, migration, deployment);
    }

    /// A target that could not even begin leaves a source that is not frozen as it is.
    private static void targetFailed(TargetFailed e, Handle db) {
        db.execute(
                "update deployment set status = 'frozen' where id = ? and status = 'migrating' and migration = ?",
                e.deployment(),
                e.migration());
    }

    private static void moved(DeploymentMoved e, Handle db) {
        db.execute(
                "update deployment set status = 'running', environment = ?, topology = ?, generation = ?, migration = ''"
                        + " where id = ?",
                e.environment(),
                e.topology(),
                Release.ofMigration(e.migration()),
                e.deployment());
    }

    private static void tokenIssued(TokenIssued e, Instant time, Handle db) {
        db.createUpdate("""
                        insert into deployment_token (deployment, id, scopes, hash, issued_at, expires_at)
                        values (:deployment, :id, cast(:scopes as jsonb), :hash, :time, :expires)
                        """)
                .bind("deployment", e.deployment())
                .bind("id", e.token())
                .bind("scopes", Json.write(e.scopes()))
                .bind("hash", e.hash())
                .bind("time", time)
                .bind("expires", Instant.parse(e.expiresAt()))
                .execute();
    }

    private static List<String> components(Requirements requirements) {
        return requirements.applications().stream()
                .flatMap(application ->
                        application.components().stream().map(component -> application.name() + "/" + component.name()))
                .toList();
    }
}
