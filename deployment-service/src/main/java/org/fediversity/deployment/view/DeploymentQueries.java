package org.fediversity.deployment.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fediversity.contracts.PinnedApplication;
import org.fediversity.deployment.domain.Observation.Condition;
import org.fediversity.runtime.Json;
import org.fediversity.runtime.web.Sight;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// What can be read of deployments.
@ApplicationScoped
public class DeploymentQueries {
    private static final String COLUMNS =
            "id, operator, name, environment, topology, domain, applications, status, revision, generation, components,"
                    + " urls, versions, rollout, migration, created_at";

    private final Jdbi jdbi;

    DeploymentQueries(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public Optional<DeploymentRow> find(String id) {
        return jdbi.withHandle(db -> db.createQuery("select " + COLUMNS + " from deployment where id = ?")
                .bind(0, id)
                .map((row, context) -> deployment(row))
                .findOne());
    }

    /// Those in sight, newest first.
    ///
    /// @param before id after which the page begins, or empty for the first page
    public List<DeploymentRow> seen(Sight sight, String before, int limit) {
        return jdbi.withHandle(db -> db.createQuery("select " + COLUMNS + " from deployment"
                        + " where (:all or operator = :operator or environment = any(:environments))"
                        + " and (:before = '' or id < :before) order by id desc limit :limit")
                .bind("all", sight.all())
                .bind("operator", sight.operator())
                .bind("environments", sight.environments().toArray(String[]::new))
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> deployment(row))
                .list());
    }

    /// Those of the host names that are taken.
    public Set<String> taken(Collection<String> hosts) {
        return jdbi.withHandle(db -> db.createQuery("select host from hostname where host = any(:hosts)")
                .bind("hosts", hosts.toArray(String[]::new))
                .mapTo(String.class)
                .collect(Collectors.toUnmodifiableSet()));
    }

    /// How the components of the serving releases are; those that nobody has seen are missing.
    public Map<String, List<ConditionRow>> conditions(Collection<String> deployments) {
        return jdbi.withHandle(db -> db.createQuery("""
                        select c.deployment, c.application || '/' || c.component as component, c.condition, c.restarts,
                               c.detail, c.since
                        from component_condition c join deployment d
                          on d.id = c.deployment and d.environment = c.environment and d.generation = c.generation
                        where c.deployment = any(:deployments) order by 1, 2
                        """)
                .bind("deployments", deployments.toArray(String[]::new))
                .map((row, context) -> new ConditionRow(
                        row.getString("deployment"),
                        row.getString("component"),
                        Condition.valueOf(row.getString("condition")),
                        row.getInt("restarts"),
                        row.getString("detail"),
                        instant(row, "since")))
                .collect(Collectors.groupingBy(ConditionRow::deployment)));
    }

    /// The rollouts that the rows name, by deployment.
    public Map<String, CurrentRollout> currentRollouts(Collection<DeploymentRow> deployments) {
        return jdbi.withHandle(db -> db.createQuery("""
                        select r.deployment, r.number, r.revision, r.status
                        from unnest(:deployments, :numbers) as wanted (deployment, number)
                        join rollout r using (deployment, number)
                        """)
                .bind("deployments", deployments.stream().map(DeploymentRow::id).toArray(String[]::new))
                .bind(
                        "numbers",
                        deployments.stream().map(DeploymentRow::rollout).toArray(Integer[]::new))
                .map((row, context) -> new CurrentRollout(
                        row.getString("deployment"),
                        row.getInt("number"),
                        row.getInt("revision"),
                        row.getString("status")))
                .collect(Collectors.toMap(CurrentRollout::deployment, Function.identity())));
    }

    /// Newest first.
    ///
    /// @param before number below which the page begins
    public List<RolloutRow> rollouts(String deployment, int before, int limit) {
        return jdbi.withHandle(db -> db.createQuery("select * from rollout where deployment = :deployment"
                        + " and number < :before order by number desc limit :limit")
                .bind("deployment", deployment)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> rollout(row, db))
                .list());
    }

    public Optional<RolloutRow> rollout(String deployment, int number) {
        return rollouts(deployment, number + 1, 1).stream()
                .filter(rollout -> rollout.number() == number)
                .findFirst();
    }

    /// Newest first.
    ///
    /// @param before id after which the page begins, or empty for the first page
    public List<TokenRow> tokens(String deployment, String before, int limit) {
        return jdbi.withHandle(db -> db.createQuery("select * from deployment_token where deployment = :deployment"
                        + " and (:before = '' or id < :before) order by id desc limit :limit")
                .bind("deployment", deployment)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> new TokenRow(
                        row.getString("id"),
                        json(row, "scopes", new TypeReference<List<String>>() {}),
                        instant(row, "issued_at"),
                        instant(row, "expires_at")))
                .list());
    }

    private static DeploymentRow deployment(ResultSet row) throws SQLException {
        return new DeploymentRow(
                row.getString("id"),
                row.getString("operator"),
                row.getString("name"),
                row.getString("environment"),
                row.getString("topology"),
                row.getString("domain"),
                json(row, "applications", new TypeReference<List<PinnedApplication>>() {}),
                row.getString("status"),
                row.getInt("revision"),
                row.getString("generation"),
                json(row, "components", new TypeReference<List<String>>() {}),
                json(row, "urls", new TypeReference<Map<String, String>>() {}),
                json(row, "versions", new TypeReference<Map<String, String>>() {}),
                row.getInt("rollout"),
                row.getString("migration"),
                instant(row, "created_at"));
    }

    private static RolloutRow rollout(ResultSet row, Handle db) throws SQLException {
        int number = row.getInt("number");
        List<RolloutRow.StepRow> steps = db.createQuery(
                        "select * from rollout_step where deployment = ? and rollout = ? order by position")
                .bind(0, row.getString("deployment"))
                .bind(1, number)
                .map((step, context) -> new RolloutRow.StepRow(
                        step.getString("name"),
                        step.getString("component"),
                        step.getString("status"),
                        moment(step, "started_at"),
                        moment(step, "ended_at"),
                        step.getString("detail")))
                .list();
        return new RolloutRow(
                number,
                row.getInt("revision"),
                row.getString("environment"),
                row.getString("status"),
                row.getBoolean("cancelling"),
                row.getString("failure"),
                instant(row, "started_at"),
                moment(row, "ended_at"),
                steps);
    }

    private static <T> T json(ResultSet row, String column, TypeReference<T> type) throws SQLException {
        try {
            return Json.MAPPER.readValue(row.getString(column), type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("column " + column + " is damaged", e);
        }
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }

    private static Optional<Instant> moment(ResultSet row, String column) throws SQLException {
        @Nullable Timestamp moment = row.getTimestamp(column);
        return moment == null ? Optional.empty() : Optional.of(moment.toInstant());
    }
}
