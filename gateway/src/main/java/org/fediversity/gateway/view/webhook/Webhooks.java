package org.fediversity.gateway.view.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fediversity.gateway.domain.Role;
import org.fediversity.gateway.domain.Viewer;
import org.fediversity.gateway.domain.webhook.WebhookOwners;
import org.jdbi.v3.core.Jdbi;

/// Webhooks as they are now.
@ApplicationScoped
public class Webhooks implements WebhookOwners {
    /// Of older secrets, the newest few sign along.
    private static final String COLUMNS = """
            select w.*, p.scanned, p.failing_since,
                exists (select 1 from webhook_replay r where r.webhook = w.id) replaying,
                array(select s.secret from webhook_older_secret s where s.webhook = w.id and s.overlap_at > now()
                      order by s.overlap_at desc, s.secret limit 4) older
            from webhook w left join webhook_progress p on p.webhook = w.id\s""";

    private final Jdbi jdbi;

    Webhooks(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// One webhook.
    ///
    /// @param address   reference under which the vault keeps the URL
    /// @param types     full types; empty for all
    /// @param scanned   every event up to this position was looked at for it
    /// @param replaying whether ranges of the history wait to be delivered once more
    /// @param older     references of secrets that sign along
    /// @param disabled  why nothing is delivered, if so
    public record Subscription(
            String id,
            Viewer owner,
            String host,
            String address,
            Set<String> types,
            Set<String> deployments,
            long scanned,
            boolean replaying,
            String secret,
            List<String> older,
            Optional<String> disabled,
            Optional<Instant> failingSince,
            Instant createdAt,
            long revision) {}

    /// All that are delivered to.
    public List<Subscription> active() {
        return jdbi.withHandle(db -> db.createQuery(COLUMNS + "where w.disabled is null order by w.id")
                .map((row, context) -> read(row))
                .list());
    }

    /// Those of some that are delivered to.
    public List<Subscription> active(Collection<String> ids) {
        return ids.isEmpty()
                ? List.of()
                : jdbi.withHandle(db -> db.createQuery(COLUMNS + "where w.disabled is null and w.id = any(:ids)")
                        .bindArray("ids", String.class, ids)
                        .map((row, context) -> read(row))
                        .list());
    }

    /// One, if it is the caller's.
    public Optional<Subscription> of(String owner, String id) {
        return jdbi.withHandle(db -> db.createQuery(COLUMNS + "where w.owner = :owner and w.id = :id")
                .bind("owner", owner)
                .bind("id", id)
                .map((row, context) -> read(row))
                .findOne());
    }

    /// The caller's, by id.
    ///
    /// @param after id before the first one
    public List<Subscription> of(String owner, String after, int limit) {
        return jdbi.withHandle(
                db -> db.createQuery(COLUMNS + "where w.owner = :owner and w.id > :after order by w.id limit :limit")
                        .bind("owner", owner)
                        .bind("after", after)
                        .bind("limit", limit)
                        .map((row, context) -> read(row))
                        .list());
    }

    @Override
    public List<String> webhooksOf(String owner) {
        return jdbi.withHandle(db -> db.createQuery("select id from webhook where owner = ? order by id")
                .bind(0, owner)
                .mapTo(String.class)
                .list());
    }

    /// References of secrets that sign no longer.
    public List<String> expiredSecrets() {
        return jdbi.withHandle(db -> db.createQuery("select secret from webhook_older_secret where overlap_at < now()")
                .mapTo(String.class)
                .list());
    }

    private static Subscription read(ResultSet row) throws SQLException {
        long looked = row.getLong("scanned");
        long scanned = row.wasNull() ? row.getLong("first") - 1 : looked;
        return new Subscription(
                row.getString("id"),
                new Viewer(row.getString("owner"), Role.among(strings(row, "roles"))),
                row.getString("host"),
                row.getString("address"),
                Set.copyOf(strings(row, "types")),
                Set.copyOf(strings(row, "deployments")),
                scanned,
                row.getBoolean("replaying"),
                row.getString("secret"),
                strings(row, "older"),
                Optional.ofNullable(row.getString("disabled")),
                time(row, "failing_since"),
                row.getTimestamp("created_at").toInstant(),
                row.getLong("revision"));
    }

    private static List<String> strings(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }
}
