package org.fediversity.gateway.view;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fediversity.gateway.domain.Role;
import org.fediversity.gateway.domain.Viewer;
import org.fediversity.runtime.Json;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/// Reads the history, for whom it may concern.
@ApplicationScoped
public class HistoryQueries {
    private final Jdbi jdbi;

    HistoryQueries(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// @param text the entry as JSON, on one line
    public record Entry(long position, String type, String text) {}

    /// Which entries are wanted.
    ///
    /// @param after position before the first one; -1 for all
    /// @param types full event types; empty for all
    /// @param actor who did it, as entries say it: `operator:<id>`, `service:<name>`
    public record Wanted(
            long after,
            Set<String> types,
            Optional<String> deployment,
            Optional<String> migration,
            Optional<String> actor,
            Optional<Instant> from,
            Optional<Instant> until) {
        public static Wanted all() {
            return new Wanted(
                    -1,
                    Set.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        public Wanted after(long position) {
            return new Wanted(position, types, deployment, migration, actor, from, until);
        }

        public Wanted ofTypes(Set<String> wanted) {
            return new Wanted(after, wanted, deployment, migration, actor, from, until);
        }

        public Wanted ofDeployment(String id) {
            return new Wanted(after, types, Optional.of(id), migration, actor, from, until);
        }

        public Wanted ofMigration(String id) {
            return new Wanted(after, types, deployment, Optional.of(id), actor, from, until);
        }
    }

    /// What was found, in order.
    ///
    /// @param scanned every entry up to this position was looked at: whoever wants more goes on after it
    /// @param more    whether there may be more now
    public record Page(List<Entry> entries, long scanned, boolean more) {}

    /// How many entries there are; all below are readable.
    public long size() {
        return jdbi.withHandle(HistoryQueries::size);
    }

    private static long size(Handle db) {
        return db.createQuery("select size from history_head").mapTo(Long.class).one();
    }

    /// When the event at a position happened, to the letter: the column beside the entry is rounded to microseconds,
    /// and an event has to be part of what was at its own time. Empty where there is none yet.
    public Optional<Instant> timeOf(long position) {
        return jdbi.withHandle(db -> db.createQuery("select entry from history where position = :position")
                .bind("position", position)
                .map((row, context) -> Instant.parse(
                        Json.tree(row.getString("entry")).path("time").asText()))
                .findOne());
    }

    /// What a context tells about one thing.
    ///
    /// @param context whose events
    /// @param kind    what the id names
    public record Thing(String context, Kind kind, String id) {
        /// As the history tells things apart.
        public enum Kind {
            DEPLOYMENT("h.deployment = :id"),
            MIGRATION("h.migration = :id"),
            ENVIRONMENT("h.environments @> array[cast(:id as text)] and h.deployment is null");

            private final String condition;

            Kind(String condition) {
                this.condition = condition;
            }
        }
    }

    /// When the last of the events about a thing up to a position happened: as of its own time the thing is as it
    /// was at that position, whatever the clocks of other services say. Empty if nothing had happened to it.
    public Optional<Instant> lastTime(Thing thing, long upTo) {
        return jdbi.withHandle(db -> db.createQuery("select h.entry from history h where h.context = :context and "
                        + thing.kind().condition + " and h.position <= :upTo order by h.position desc limit 1")
                .bind("context", thing.context())
                .bind("id", thing.id())
                .bind("upTo", upTo)
                .map((row, context) -> Instant.parse(
                        Json.tree(row.getString("entry")).path("time").asText()))
                .findOne());
    }

    public Page read(Viewer viewer, Wanted wanted, int limit) {
        return jdbi.withHandle(db -> read(db, viewer, wanted, limit));
    }

    /// As above, with a handle that is open already.
    public static Page read(Handle db, Viewer viewer, Wanted wanted, int limit) {
        long size = size(db);
        StringBuilder sql = new StringBuilder("""
                    select h.position, h.type, h.entry from history h
                    left join history_deployment d on d.deployment = h.deployment
                    where h.position > :after and h.position < :size and\s""").append(visibleTo(viewer));
        if (!wanted.types().isEmpty()) {
            sql.append(" and h.type = any(:types)");
        }
        wanted.deployment().ifPresent(id -> sql.append(" and h.deployment = :deployment"));
        wanted.migration().ifPresent(id -> sql.append(" and h.migration = :migration"));
        wanted.actor().ifPresent(who -> sql.append(" and h.actor = :actor"));
        wanted.from().ifPresent(time -> sql.append(" and h.time >= :from"));
        wanted.until().ifPresent(time -> sql.append(" and h.time < :until"));
        Query query = db.createQuery(
                        sql.append(" order by h.position limit :limit").toString())
                .bind("after", wanted.after())
                .bind("size", size)
                .bind("limit", limit + 1)
                .bind("subject", viewer.subject());
        if (!wanted.types().isEmpty()) {
            query.bindBySqlType("types", wanted.types().toArray(String[]::new), Types.ARRAY);
        }
        wanted.deployment().ifPresent(id -> query.bind("deployment", id));
        wanted.migration().ifPresent(id -> query.bind("migration", id));
        wanted.actor().ifPresent(who -> query.bind("actor", who));
        wanted.from().ifPresent(time -> query.bind("from", Timestamp.from(time)));
        wanted.until().ifPresent(time -> query.bind("until", Timestamp.from(time)));
        List<Entry> found = query.map((row, context) ->
                        new Entry(row.getLong("position"), row.getString("type"), row.getString("entry")))
                .list();
        return found.size() > limit
                ? new Page(
                        List.copyOf(found.subList(0, limit)),
                        found.get(limit - 1).position(),
                        true)
                : new Page(List.copyOf(found), Math.max(wanted.after(), size - 1), false);
    }

    /// The entry at a position, if the viewer may see it.
    public Optional<Entry> at(Viewer viewer, long position) {
        return read(viewer, Wanted.all().after(position - 1), 1).entries().stream()
                .filter(entry -> entry.position() == position)
                .findFirst();
    }

    /// Whether the viewer may watch a deployment; empty if the history has not heard of it yet.
    public Optional<Boolean> mayWatch(Viewer viewer, String deployment) {
        return jdbi.withHandle(db -> db.createQuery("""
                        select d.operator, d.environment in
                               (select environment from history_environment where provider in (:subject, 'set-up')) provided
                        from history_deployment d where d.deployment = :deployment
                        """)
                .bind("subject", viewer.subject())
                .bind("deployment", deployment)
                .map((row, context) -> viewer.is(Role.AUDITOR)
                        || (viewer.is(Role.OPERATOR) && viewer.subject().equals(row.getString("operator")))
                        || (viewer.is(Role.PROVIDER) && row.getBoolean("provided")))
                .findOne());
    }

    /// The deployment that a migration moves, if the history has heard of it.
    public Optional<String> deploymentOf(String migration) {
        return jdbi.withHandle(db -> db.createQuery("""
                        select deployment from history
                        where migration = :migration and deployment is not null order by position limit 1
                        """)
                .bind("migration", migration)
                .mapTo(String.class)
                .findOne());
    }

    /// Position of the last event of some types about a deployment, at most `upTo`.
    public Optional<Long> last(String deployment, Set<String> types, long upTo) {
        return one("max", deployment, types, "h.position <= :bound", upTo);
    }

    /// Position of the first event of some types about a deployment after a position.
    public Optional<Long> first(String deployment, Set<String> types, long after) {
        return one("min", deployment, types, "h.position > :bound", after);
    }

    private Optional<Long> one(String which, String deployment, Set<String> types, String bounded, long bound) {
        return jdbi.withHandle(db -> db.createQuery("select " + which + "(h.position) from history h"
                        + " where h.deployment = :deployment and h.type = any(:types) and " + bounded)
                .bind("deployment", deployment)
                .bindBySqlType("types", types.toArray(String[]::new), Types.ARRAY)
                .bind("bound", bound)
                .map((row, context) -> {
                    long position = row.getLong(1);
                    return row.wasNull() ? Optional.<Long>empty() : Optional.of(position);
                })
                .one());
    }

    private static String visibleTo(Viewer viewer) {
        if (viewer.is(Role.AUDITOR)) {
            return "cast(:subject as text) is not null";
        }
        String own = "h.operator = :subject";
        String provided = """
                (h.environments && provided.names or (h.environments = '{}' and d.environment = any(provided.names)))""".replace(
                        "provided.names",
                        "array(select environment from history_environment where provider in (:subject, 'set-up'))");
        List<String> ways = new ArrayList<>();
        if (viewer.is(Role.OPERATOR)) {
            ways.add(own);
        }
        if (viewer.is(Role.PROVIDER)) {
            ways.add(provided);
            ways.add(own); // their own webhooks
        }
        return ways.isEmpty() ? "(false and :subject = '')" : "(" + String.join(" or ", ways) + ")";
    }
}
