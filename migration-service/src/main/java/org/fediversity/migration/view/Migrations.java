package org.fediversity.migration.view;

import com.fasterxml.jackson.core.type.TypeReference;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fediversity.contracts.MigrationEvent.MigrationAborted;
import org.fediversity.contracts.MigrationEvent.MigrationCompleted;
import org.fediversity.contracts.MigrationEvent.MigrationRequested;
import org.fediversity.contracts.ResourceResult;
import org.fediversity.runtime.EventCatalogue;
import org.fediversity.runtime.Json;
import org.fediversity.runtime.web.Sight;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/// Migrations, to be asked for.
@ApplicationScoped
public class Migrations {
    /// A migration as policies need it.
    ///
    /// @param target what the target was given; empty until it is prepared
    /// @param ended  completed or aborted
    public record Move(MigrationRequested requested, List<ResourceResult> target, boolean ended) {}

    /// Whose migrations, and which.
    ///
    /// @param deployment only of this one; empty for all
    /// @param before     only ids that sort before it; empty for the newest
    public record Wanted(Sight sight, String deployment, String before, int limit) {}

    private static final String COLUMNS = """
            select m.*, (select coalesce(jsonb_agg(to_jsonb(s) order by s.number), '[]')
                           from migration_step s where s.migration = m.id) as steps,
              extract(epoch from coalesce(served_at, now()) - frozen_at) as down,
              (select avg(extract(epoch from e.served_at - e.frozen_at)) from migration e
                 where e.deployment = m.deployment and e.id < m.id and e.status = 'completed') as expected
            from migration m""";

    /// A move is in sight from either of its ends.
    private static final String IN_SIGHT = """
            (:all or m.operator = :operator
             or m.requested ->> 'sourceEnvironment' = any(:environments)
             or m.requested ->> 'targetEnvironment' = any(:environments))""";

    /// Of the truth, not of the view: who would leave something behind at the end must not learn of it later.
    private static final String ENDED = """
            exists (select 1 from domain_event_entry e
                    where e.aggregate_identifier = migration.id and e.payload_type in (:aborted, :completed))""";

    private final Jdbi jdbi;

    Migrations(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// One in sight.
    public Optional<ShownMigration> find(String id, Sight sight) {
        return jdbi.withHandle(db -> seen(db.createQuery(COLUMNS + " where m.id = :id and " + IN_SIGHT), sight)
                .bind("id", id)
                .map((row, _) -> shown(row))
                .findOne());
    }

    /// Those in sight, newest first.
    public List<ShownMigration> list(Wanted wanted) {
        return jdbi.withHandle(db -> seen(db.createQuery(COLUMNS + " where " + IN_SIGHT + """
                           and (:deployment = '' or m.deployment = :deployment)
                           and (:before = '' or m.id < :before)
                        order by m.id desc limit :limit
                        """), wanted.sight())
                .bind("deployment", wanted.deployment())
                .bind("before", wanted.before())
                .bind("limit", wanted.limit())
                .map((row, _) -> shown(row))
                .list());
    }

    private static Query seen(Query query, Sight sight) {
        return query.bind("all", sight.all())
                .bind("operator", sight.operator())
                .bind("environments", sight.environments().toArray(String[]::new));
    }

    /// What a policy needs to know of it.
    public Optional<Move> move(String id) {
        return jdbi.withHandle(db -> db.createQuery(
                        "select requested::text, target_results::text, " + ENDED + " from migration where id = :id")
                .bind("id", id)
                .bind("aborted", EventCatalogue.type(MigrationAborted.class))
                .bind("completed", EventCatalogue.type(MigrationCompleted.class))
                .map((row, _) -> new Move(
                        Json.read(row.getString(1), MigrationRequested.class),
                        results(row.getString(2)),
                        row.getBoolean(3)))
                .findOne());
    }

    private static List<ResourceResult> results(String json) {
        return List.of(Json.read(json, ResourceResult[].class));
    }

    private static ShownMigration shown(ResultSet row) throws SQLException {
        MigrationRequested asked = Json.read(row.getString("requested"), MigrationRequested.class);
        return new ShownMigration(
                row.getString("id"),
                row.getString("deployment"),
                new ShownMigration.Place(asked.sourceEnvironment(), asked.sourceTopology()),
                new ShownMigration.Place(asked.targetEnvironment(), asked.targetTopology()),
                asked.strategy(),
                asked.revision(),
                row.getString("status"),
                row.getInt("rounds"),
                row.getLong("bytes"),
                Json.MAPPER.convertValue(
                        Json.tree(row.getString("inventory")), new TypeReference<Map<String, Object>>() {}),
                new ShownMigration.Downtime(seconds(row, "expected"), seconds(row, "down")),
                row.getBoolean("past_no_return"),
                steps(row.getString("steps")),
                Optional.of(row.getString("failure")).filter(text -> !text.isEmpty()),
                row.getBoolean("confirmed"),
                Optional.of(row.getString("snapshot")).filter(text -> !text.isEmpty()),
                time(row.getObject("requested_at", OffsetDateTime.class)),
                Optional.ofNullable(row.getObject("ended_at", OffsetDateTime.class))
                        .map(Migrations::time));
    }

    private static Optional<Double> seconds(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Math.round(value * 1000) / 1000.0);
    }

    private static List<ShownMigration.Step> steps(String json) {
        return Json.tree(json)
                .valueStream()
                .map(step -> new ShownMigration.Step(
                        step.get("name").asText(),
                        step.get("status").asText(),
                        time(OffsetDateTime.parse(step.get("started_at").asText())),
                        Optional.ofNullable(step.get("ended_at"))
                                .filter(time -> !time.isNull())
                                .map(time -> time(OffsetDateTime.parse(time.asText()))),
                        step.get("detail").asText()))
                .toList();
    }

    private static String time(OffsetDateTime time) {
        return Instant.from(time).toString();
    }
}
