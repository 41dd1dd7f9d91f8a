package org.fediversity.migration.view;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.fediversity.contracts.MigrationEvent;
import org.fediversity.contracts.MigrationEvent.*;
import org.fediversity.runtime.Json;
import org.fediversity.runtime.Recorded;
import org.fediversity.runtime.View;
import org.jdbi.v3.core.Handle;

/// Keeps each migration and its steps.
@ApplicationScoped
class MigrationView implements View {
    @Override
    public void on(Recorded<?> recorded, Handle db) {
        if (recorded.event() instanceof MigrationEvent event) {
            show(event, recorded.meta().time(), new Row(db, event.migration()));
        }
    }

    private static void show(MigrationEvent event, Instant time, Row row) {
        switch (event) {
            case MigrationRequested e -> {
                row.insert(e, time);
                row.begin(Step.PREPARE, time);
            }
            case TargetPrepared e -> {
                row.set("target_results = cast(:value as jsonb)", Json.write(e.results()));
                row.end(Step.PREPARE, time, e.results().size() + " resources are ready");
            }
            case CutoverStarted _ -> {
                row.status("cutting-over");
                row.begin(Step.FREEZE, time);
            }
            case SourceFreezing e -> row.set("frozen_at = :value", Instant.parse(e.since()));
            case SourceFrozen _ -> {
                row.end(Step.FREEZE, time, "the source stands still");
                row.begin(Step.EXPORT, time);
            }
            case StateComponentExported e -> row.detail(Step.EXPORT, part(e.number(), e.of(), e.state(), e.counts()));
            case StateExported e -> {
                row.set("rounds = rounds + 1, bytes = :value", e.bytes());
                row.set("inventory = cast(:value as jsonb)", Json.write(e.inventory()));
                row.set("snapshot = :value", e.snapshot());
                row.end(Step.EXPORT, time, e.bytes() + " bytes in the snapshot");
                row.begin(Step.IMPORT, time);
            }
            case StateComponentImported e -> row.detail(Step.IMPORT, part(e.number(), e.of(), e.state(), e.counts()));
            case StateImported _ -> {
                row.end(Step.IMPORT, time, "what arrived is what was sent");
                row.begin(Step.START, time);
            }
            case VerificationStarted _ -> {
                row.status("verifying");
                row.end(Step.START, time, "the target runs");
                row.begin(Step.VERIFY, time);
            }
            case TargetVerified e -> row.end(Step.VERIFY, time, String.join("; ", e.checks()));
            case CustodyTransferred _ -> {
                row.set("past_no_return = :value", true);
                row.begin(Step.SWITCH, time);
            }
            case TrafficSwitched _ -> {
                row.set("served_at = :value", time);
                row.end(Step.SWITCH, time, "users reach the target");
            }
            case MigrationCompleted _ -> row.finish("completed", time);
            case MigrationAborted e -> {
                row.set("failure = :value", e.reason());
                row.set("served_at = :value", time);
                row.fail(time, e.reason());
                row.finish("aborted", time);
            }
            case MigrationConfirmed _ -> row.set("confirmed = :value", true);
        }
    }

    private static String part(int number, int of, String state, Map<String, Long> counts) {
        String counted = counts.entrySet().stream()
                .filter(count -> !count.getKey().startsWith("rows of "))
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
        return number + " of " + of + ": " + state + (counted.isEmpty() ? "" : ", " + counted);
    }

    /// The steps of a move, in their order.
    private enum Step {
        PREPARE,
        FREEZE,
        EXPORT,
        IMPORT,
        START,
        VERIFY,
        SWITCH
    }

    private record Row(Handle db, String migration) {
        void insert(MigrationRequested e, Instant time) {
            db.createUpdate("""
                            insert into migration (id, deployment, operator, source_environment, target_environment,
                                status, requested_at, requested)
                            values (:id, :deployment, :operator, :source, :target, 'preparing', :time,
                                cast(:requested as jsonb))
                            """)
                    .bind("id", migration)
                    .bind("deployment", e.deployment())
                    .bind("operator", e.operator())
                    .bind("source", e.sourceEnvironment())
                    .bind("target", e.targetEnvironment())
                    .bind("time", time)
                    .bind("requested", Json.write(e))
                    .execute();
        }

        void set(String change, Object value) {
            db.createUpdate("update migration set " + change + " where id = :id")
                    .bind("value", value)
                    .bind("id", migration)
                    .execute();
        }

        void status(String status) {
            set("status = :value", status);
        }

        void finish(String status, Instant time) {
            status(status);
            set("ended_at = :value", time);
        }

        void begin(Step step, Instant time) {
            db.createUpdate("""
                            insert into migration_step (migration, number, name, status, started_at)
                            values (:migration, :number, :name, 'running', :time)
                            """)
                    .bind("migration", migration)
                    .bind("number", step.ordinal() + 1)
                    .bind("name", step.name().toLowerCase(java.util.Locale.ROOT))
                    .bind("time", time)
                    .execute();
        }

        void detail(Step step, String detail) {
            db.createUpdate("update migration_step set detail = :detail where migration = :id and number = :number")
                    .bind("detail", detail)
                    .bind("id", migration)
                    .bind("number", step.ordinal() + 1)
                    .execute();
        }

        void end(Step step, Instant time, String detail) {
            db.createUpdate("""
                            update migration_step set status = 'succeeded', ended_at = :time, detail = :detail
                            where migration = :id and number = :number
                            """)
                    .bind("time", time)
                    .bind("detail", detail)
                    .bind("id", migration)
                    .bind("number", step.ordinal() + 1)
                    .execute();
        }

        void fail(Instant time, String reason) {
            db.createUpdate("""
                            update migration_step set status = 'failed', ended_at = :time, detail = :detail
                            where migration = :id and status = 'running'
                            """)
                    .bind("time", time)
                    .bind("detail", reason)
                    .bind("id", migration)
                    .execute();
        }
    }
}
