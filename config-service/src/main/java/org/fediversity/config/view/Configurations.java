package org.fediversity.config.view;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fediversity.contracts.ConfigEvent.ConfigurationDeployed;
import org.fediversity.contracts.ConfigEvent.ConfigurationDiscarded;
import org.fediversity.contracts.ConfigEvent.ConfigurationStaged;
import org.fediversity.contracts.Requirements;
import org.fediversity.runtime.Json;
import org.fediversity.runtime.Recorded;
import org.fediversity.runtime.View;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// What was staged for which deployment, what is, and what runs.
@ApplicationScoped
public class Configurations implements View {
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");
    private final Jdbi jdbi;

    /// What is staged and what runs; 0 for nothing.
    public record Now(int staged, int deployed) {
        public static final Now NOTHING = new Now(0, 0);
    }

    /// A revision in a list.
    public record Entry(int revision, String stagedBy, Instant stagedAt) {}

    /// A revision and its content.
    ///
    /// @param applications application to options as the operator set them; secrets as references
    public record Revision(
            int revision, JsonNode applications, Requirements requirements, String stagedBy, Instant stagedAt) {}

    Configurations(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void on(Recorded<?> recorded, Handle db) {
        switch (recorded.event()) {
            case ConfigurationStaged(var deployment, var revision, var applications, var requirements) -> {
                db.execute(
                        "insert into revision (deployment, revision, applications, requirements, staged_by, staged_at)"
                                + " values (?, ?, cast(? as json), cast(? as json), ?, ?)",
                        deployment,
                        revision,
                        Json.write(applications),
                        Json.write(requirements),
                        recorded.meta().actor().toString(),
                        time(recorded));
                change(deployment, revision, -1, recorded, db);
            }
            case ConfigurationDiscarded(var deployment, var revision, var backTo) ->
                change(deployment, backTo, -1, recorded, db);
            case ConfigurationDeployed(var deployment, var revision) -> change(deployment, -1, revision, recorded, db);
            default -> {
                // others keep other views
            }
        }
    }

    private static void change(String deployment, int staged, int deployed, Recorded<?> recorded, Handle db) {
        db.createUpdate("""
                        insert into configuration (deployment, sequence, staged, deployed, since)
                        select :deployment, :sequence,
                               case when :staged >= 0 then :staged else coalesce(max(staged), 0) end,
                               case when :deployed >= 0 then :deployed else coalesce(max(deployed), 0) end,
                               :since
                        from (select staged, deployed from configuration where deployment = :deployment
                              order by sequence desc limit 1) before
                        """)
                .bind("deployment", deployment)
                .bind("sequence", recorded.meta().sequence())
                .bind("staged", staged)
                .bind("deployed", deployed)
                .bind("since", time(recorded))
                .execute();
    }

    private static OffsetDateTime time(Recorded<?> recorded) {
        return recorded.meta().time().atOffset(ZoneOffset.UTC);
    }

    public Now now(String deployment) {
        return jdbi.withHandle(db -> db.createQuery(
                        "select staged, deployed from configuration where deployment = :id order by sequence desc limit 1")
                .bind("id", deployment)
                .map((row, context) -> new Now(row.getInt("staged"), row.getInt("deployed")))
                .findOne()
                .orElse(Now.NOTHING));
    }

    /// What was staged and what ran at a time.
    public Now at(String deployment, Instant time) {
        return jdbi.withHandle(db -> db.createQuery("select staged, deployed from configuration"
                        + " where deployment = :id and since <= :time order by sequence desc limit 1")
                .bind("id", deployment)
                .bind("time", time.atOffset(ZoneOffset.UTC))
                .map((row, context) -> new Now(row.getInt("staged"), row.getInt("deployed")))
                .findOne()
                .orElse(Now.NOTHING));
    }

    /// Staged revisions of those deployments that have one.
    ///
    /// @param at as it was then; as it is, if empty
    public Map<String, Integer> staged(List<String> deployments, Optional<Instant> at) {
        if (deployments.isEmpty()) {
            return Map.of();
        }
        return jdbi.withHandle(db -> db
                .createQuery(
                        "select distinct on (deployment) deployment, staged"
                                + " from configuration where deployment in (<ids>) and since <= :at order by deployment, sequence desc")
                .bindList("ids", deployments)
                .bind("at", at.orElse(END_OF_TIME).atOffset(ZoneOffset.UTC))
                .map((row, context) -> Map.entry(row.getString("deployment"), row.getInt("staged")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /// Revisions, newest first, from below a number on.
    public List<Entry> revisions(String deployment, int below, int limit) {
        return jdbi.withHandle(db -> db.createQuery("select revision, staged_by, staged_at from revision"
                        + " where deployment = :id and revision < :below order by revision desc limit :limit")
                .bind("id", deployment)
                .bind("below", below)
                .bind("limit", limit)
                .map((row, context) -> new Entry(
                        row.getInt("revision"),
                        row.getString("staged_by"),
                        row.getTimestamp("staged_at").toInstant()))
                .list());
    }

    public Optional<Revision> revision(String deployment, int revision) {
        return jdbi.withHandle(db -> db.createQuery("select revision, applications::text applications,"
                        + " requirements::text requirements, staged_by, staged_at from revision"
                        + " where deployment = :id and revision = :revision")
                .bind("id", deployment)
                .bind("revision", revision)
                .map((row, context) -> read(row))
                .findOne());
    }

    private static Revision read(ResultSet row) throws SQLException {
        return new Revision(
                row.getInt("revision"),
                Json.tree(row.getString("applications")),
                Json.read(row.getString("requirements"), Requirements.class),
                row.getString("staged_by"),
                row.getTimestamp("staged_at").toInstant());
    }
}
