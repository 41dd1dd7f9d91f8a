package org.fediversity.gateway.view.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.fediversity.gateway.view.HistoryQueries;
import org.fediversity.gateway.view.HistoryQueries.Entry;
import org.fediversity.gateway.view.HistoryQueries.Page;
import org.fediversity.gateway.view.HistoryQueries.Wanted;
import org.fediversity.gateway.view.webhook.Webhooks.Subscription;
import org.fediversity.runtime.Json;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;

/// What is to be delivered. Any number of gateways work it off together: what one has claimed the others leave alone
/// until the lease is over, and of one deployment only the oldest delivery to a webhook is ever claimed.
@ApplicationScoped
public class Deliveries {
    /// So many wait at most for one webhook; the rest waits in the history.
    private static final int WINDOW = 1000;

    /// The history is looked through for not less than that.
    private static final int WORTHWHILE = WINDOW / 2;

    private static final int LEASE_SECONDS = 45;

    private final Jdbi jdbi;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    Deliveries(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// From now on the listener is called when something is added on demand.
    public void whenAdded(Runnable listener) {
        listeners.add(listener);
    }

    /// A delivery that this gateway may try now.
    ///
    /// @param message webhook-id: the same for each attempt and each repetition
    /// @param body    as it is sent
    /// @param attempt number of this one, from 1
    public record Claimed(long id, String webhook, String message, String body, int attempt) {}

    /// Looks through the history for what the webhook wants, and through the ranges that are to be repeated for it.
    ///
    /// @return whether there may be more at once
    public boolean fill(Subscription webhook) {
        return quickly(db -> {
            db.execute(
                    "insert into webhook_progress (webhook, scanned) values (?, ?) on conflict do nothing",
                    webhook.id(),
                    webhook.scanned());
            Optional<Long> scanned = db.createQuery(
                            "select scanned from webhook_progress where webhook = ? for update skip locked")
                    .bind(0, webhook.id())
                    .mapTo(Long.class)
                    .findOne();
            int room = WINDOW - pending(db, webhook.id());
            if (scanned.isEmpty() || room < WORTHWHILE) {
                return false;
            }
            Page page = look(db, webhook, scanned.get(), room);
            int added = add(db, webhook, page.entries(), "event");
            if (page.scanned() > scanned.get()) {
                db.execute("update webhook_progress set scanned = ? where webhook = ?", page.scanned(), webhook.id());
            }
            return page.more() || (webhook.replaying() && repeat(db, webhook, room - added));
        });
    }

    private static Page look(Handle db, Subscription webhook, long after, int limit) {
        return HistoryQueries.read(
                db, webhook.owner(), Wanted.all().ofTypes(webhook.types()).after(after), limit);
    }

    private record Range(long id, long next, long until) {}

    private static boolean repeat(Handle db, Subscription webhook, int room) {
        Optional<Range> range = db.createQuery(
                        "select id, next, until from webhook_replay where webhook = ? order by id limit 1")
                .bind(0, webhook.id())
                .map((row, context) -> new Range(row.getLong("id"), row.getLong("next"), row.getLong("until")))
                .findOne();
        if (range.isEmpty() || room <= 0) {
            return false;
        }
        Page page = look(db, webhook, range.get().next() - 1, room);
        add(
                db,
                webhook,
                page.entries().stream()
                        .filter(entry -> entry.position() <= range.get().until())
                        .toList(),
                "replay");
        if (page.scanned() >= range.get().until()) {
            db.execute("delete from webhook_replay where id = ?", range.get().id());
        } else {
            db.execute(
                    "update webhook_replay set next = ? where id = ?",
                    page.scanned() + 1,
                    range.get().id());
        }
        return true;
    }

    private static int pending(Handle db, String webhook) {
        return db.createQuery("select count(*) from delivery where webhook = ? and status = 'pending'")
                .bind(0, webhook)
                .mapTo(Integer.class)
                .one();
    }

    /// What happens to a webhook is told to others, not to itself.
    private static int add(Handle db, Subscription webhook, List<Entry> entries, String kind) {
        return entries.isEmpty()
                ? 0
                : db.createUpdate("""
                                insert into delivery (webhook, message, position, type, ordered_by, kind)
                                select :webhook, h.event_id, h.position, h.type, coalesce(h.deployment, ''), :kind
                                from history h
                                where h.position = any(:positions) and (:all or h.deployment = any(:deployments))
                                  and not (h.context = 'gateway' and cast(h.entry as json) -> 'data' ->> 'webhook' = :webhook)
                                order by h.position
                                """)
                        .bind("webhook", webhook.id())
                        .bind("kind", kind)
                        .bindArray(
                                "positions",
                                Long.class,
                                entries.stream().map(Entry::position).toList())
                        .bind("all", webhook.deployments().isEmpty())
                        .bindBySqlType("deployments", webhook.deployments().toArray(String[]::new), Types.ARRAY)
                        .execute();
    }

    /// Claims what is due.
    ///
    /// @param rooms webhook to how many deliveries may be claimed for it
    public List<Claimed> claim(Map<String, Integer> rooms) {
        if (rooms.isEmpty()) {
            return List.of();
        }
        List<String> webhooks = new ArrayList<>(rooms.keySet());
        return quickly(db -> db.createQuery("""
                        with due as (
                            select c.id from unnest(:webhooks, :rooms) as w (webhook, room)
                            cross join lateral (
                                select d.id from (
                                    select min(e.id) id from delivery e
                                    where e.webhook = w.webhook and e.status = 'pending' group by e.ordered_by) first
                                join delivery d on d.id = first.id
                                where d.status = 'pending' and d.due_at <= now()
                                  and (d.lease_until is null or d.lease_until < now())
                                order by d.id limit w.room for update of d skip locked) c
                        ), claimed as (
                            update delivery d set attempts = attempts + 1,
                                lease_until = now() + make_interval(secs => :lease)
                            where d.id = any(array(select id from due))
                            returning d.id, d.webhook, d.message, d.position, d.body, d.attempts
                        )
                        select c.*, (select h.entry from history h where h.position = c.position) entry
                        from claimed c order by c.id
                        """)
                .bindArray("webhooks", String.class, webhooks)
                .bindArray(
                        "rooms",
                        Integer.class,
                        webhooks.stream().map(rooms::get).toList())
                .bind("lease", LEASE_SECONDS)
                .map((row, context) -> new Claimed(
                        row.getLong("id"),
                        row.getString("webhook"),
                        row.getString("message"),
                        row.getString("body") == null ? body(row.getString("entry")) : row.getString("body"),
                        row.getInt("attempts")))
                .list());
    }

    /// `{type, timestamp, data}`, data to the letter as in the history.
    static String body(String entry) {
        var event = Json.tree(entry);
        return "{\"type\":" + event.path("type") + ",\"timestamp\":" + event.path("time") + ",\"data\":" + entry + "}";
    }

    /// One attempt, for the log.
    ///
    /// @param status of the answer; empty if there was none
    public record Attempt(
            int number, Instant at, Duration took, Optional<Integer> status, String outcome, String head) {}

    /// What becomes of a delivery after an attempt.
    public sealed interface Verdict {
        record Delivered() implements Verdict {}

        record Again(Duration pause) implements Verdict {}

        record GivenUp() implements Verdict {}
    }

    /// An attempt that was made, and what follows from it.
    public record Made(Claimed delivery, Attempt attempt, Verdict verdict) {}

    /// Records attempts.
    ///
    /// @return webhook to the time since when it fails, of those to which nothing got through now
    public Map<String, Instant> record(List<Made> attempts) {
        return quickly(db -> {
            var log = db.prepareBatch("""
                    insert into delivery_attempt (delivery, number, at, millis, status, outcome, head)
                    select d.id, :number, :at, :millis, :status, :outcome, :head from delivery d
                    where d.id = :delivery for key share on conflict do nothing
                    """);
            // Whoever took over after the lease was over has the last word, unless it got through all the same.
            var fate = db.prepareBatch("""
                    update delivery set status = :status, lease_until = null,
                        due_at = now() + make_interval(secs => :pause),
                        ended_at = case when :status = 'pending' then null else now() end
                    where id = :id and status = 'pending' and (attempts = :attempt or :status = 'delivered')
                    """);
            for (Made made : attempts) {
                Attempt attempt = made.attempt();
                log.bind("delivery", made.delivery().id())
                        .bind("number", attempt.number())
                        .bind("at", attempt.at())
                        .bind("millis", attempt.took().toMillis())
                        .bindByType("status", attempt.status().orElse(null), Integer.class)
                        .bind("outcome", attempt.outcome())
                        .bind("head", attempt.head())
                        .add();
                fate.bind("id", made.delivery().id())
                        .bind("attempt", made.delivery().attempt())
                        .bind("status", status(made.verdict()))
                        .bind(
                                "pause",
                                made.verdict() instanceof Verdict.Again(var pause) ? pause.toMillis() / 1000.0 : 0.0)
                        .add();
            }
            log.execute();
            fate.execute();
            return failing(db, attempts);
        });
    }

    private static String status(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Delivered() -> "delivered";
            case Verdict.GivenUp() -> "failed";
            case Verdict.Again again -> "pending";
        };
    }

    private static Map<String, Instant> failing(Handle db, List<Made> attempts) {
        Set<String> well = attempts.stream()
                .filter(made -> made.verdict() instanceof Verdict.Delivered)
                .map(made -> made.delivery().webhook())
                .collect(Collectors.toSet());
        if (!well.isEmpty()) {
            db.createUpdate("update webhook_progress set failing_since = null"
                            + " where webhook = any(:webhooks) and failing_since is not null")
                    .bindArray("webhooks", String.class, well)
                    .execute();
        }
        Map<String, Instant> unwell = new HashMap<>();
        for (Made made : attempts) {
            String webhook = made.delivery().webhook();
            if (!well.contains(webhook) && !unwell.containsKey(webhook)) {
                db.createQuery("update webhook_progress set failing_since = coalesce(failing_since, :at)"
                                + " where webhook = :webhook returning failing_since")
                        .bind("at", made.attempt().at())
                        .bind("webhook", webhook)
                        .mapTo(Instant.class)
                        .findOne()
                        .ifPresent(since -> unwell.put(webhook, since));
            }
        }
        return unwell;
    }

    /// A transaction that does not wait for the disk: if the database crashes, what it loses is made again, and
    /// deliveries are made at least once anyway.
    private <T> T quickly(HandleCallback<T, RuntimeException> work) {
        return jdbi.inTransaction(db -> {
            db.execute("set local synchronous_commit = off");
            return work.withHandle(db);
        });
    }

    /// Adds a delivery that tells nothing but that the webhook works.
    public long addTest(String webhook, String message, String type, String body) {
        return added(db -> db.createQuery("""
                        insert into delivery (webhook, message, type, ordered_by, kind, body)
                        values (:webhook, :message, :type, :message, 'test', :body) returning id
                        """)
                .bind("webhook", webhook)
                .bind("message", message)
                .bind("type", type)
                .bind("body", body)
                .mapTo(Long.class)
                .one());
    }

    /// Delivers something once more, byte for byte, behind what waits already.
    ///
    /// @return id of the new delivery; empty if there is no such delivery of the webhook
    public Optional<Long> again(String webhook, long delivery) {
        return added(db -> db.createQuery("""
                        insert into delivery (webhook, message, position, type, ordered_by, kind, body)
                        select webhook, message, position, type, ordered_by, 'redelivery', body from delivery
                        where webhook = :webhook and id = :id returning id
                        """)
                .bind("webhook", webhook)
                .bind("id", delivery)
                .mapTo(Long.class)
                .findOne());
    }

    /// Delivers a range of the history once more, behind what waits already.
    ///
    /// @param from first position
    /// @param to   last position
    public void replay(String webhook, long from, long to) {
        added(db ->
                db.execute("insert into webhook_replay (webhook, next, until) values (?, ?, ?)", webhook, from, to));
    }

    private <T> T added(HandleCallback<T, RuntimeException> adding) {
        T result = jdbi.withHandle(adding);
        listeners.forEach(Runnable::run);
        return result;
    }

    /// A delivery as its log shows it.
    public record Logged(
            long id,
            String message,
            Optional<Long> position,
            String type,
            String kind,
            String status,
            Optional<Instant> dueAt,
            Instant createdAt,
            List<Attempt> attempts) {
        private Logged with(List<Attempt> made) {
            return new Logged(id, message, position, type, kind, status, dueAt, createdAt, made);
        }
    }

    /// The newest first.
    ///
    /// @param before id after the first one
    public List<Logged> log(String webhook, long before, int limit) {
        return read("d.webhook = :webhook and d.id < :id order by d.id desc limit :limit", webhook, before, limit);
    }

    /// One delivery of a webhook.
    public Optional<Logged> one(String webhook, long id) {
        return read("d.webhook = :webhook and d.id = :id limit :limit", webhook, id, 1).stream()
                .findFirst();
    }

    private List<Logged> read(String where, String webhook, long id, int limit) {
        return jdbi.withHandle(db -> {
            List<Logged> found = db.createQuery("select d.* from delivery d where " + where)
                    .bind("webhook", webhook)
                    .bind("id", id)
                    .bind("limit", limit)
                    .map((row, context) -> new Logged(
                            row.getLong("id"),
                            row.getString("message"),
                            row.getObject("position") == null
                                    ? Optional.<Long>empty()
                                    : Optional.of(row.getLong("position")),
                            row.getString("type"),
                            row.getString("kind"),
                            row.getString("status"),
                            row.getString("status").equals("pending")
                                    ? Optional.of(row.getTimestamp("due_at").toInstant())
                                    : Optional.<Instant>empty(),
                            row.getTimestamp("created_at").toInstant(),
                            List.of()))
                    .list();
            Map<Long, List<Attempt>> attempts =
                    attempts(db, found.stream().map(Logged::id).toList());
            return found.stream()
                    .map(logged -> logged.with(attempts.getOrDefault(logged.id(), List.of())))
                    .toList();
        });
    }

    private static Map<Long, List<Attempt>> attempts(Handle db, List<Long> deliveries) {
        Map<Long, List<Attempt>> attempts = new HashMap<>();
        db.createQuery("select * from delivery_attempt where delivery = any(:ids) order by delivery, number")
                .bindArray("ids", Long.class, deliveries)
                .map((row, context) -> Map.entry(
                        row.getLong("delivery"),
                        new Attempt(
                                row.getInt("number"),
                                row.getTimestamp("at").toInstant(),
                                Duration.ofMillis(row.getLong("millis")),
                                row.getObject("status") == null
                                        ? Optional.<Integer>empty()
                                        : Optional.of(row.getInt("status")),
                                row.getString("outcome"),
                                row.getString("head"))))
                .forEach(entry -> attempts.computeIfAbsent(entry.getKey(), id -> new ArrayList<>())
                        .add(entry.getValue()));
        return attempts;
    }

    /// Lets a webhook begin anew that failed for a long time: what waits for it is due now.
    public void forgive(String webhook) {
        added(db -> {
            db.execute("update webhook_progress set failing_since = null where webhook = ?", webhook);
            return db.execute("update delivery set due_at = now() where webhook = ? and status = 'pending'", webhook);
        });
    }

    /// Forgets all about a webhook.
    public void forget(String webhook) {
        jdbi.useTransaction(db -> {
            db.execute("delete from webhook_replay where webhook = ?", webhook);
            db.execute("delete from delivery where webhook = ?", webhook);
            db.execute("delete from webhook_progress where webhook = ?", webhook);
        });
    }

    /// Forgets what ended more than a month ago.
    public void forgetOld() {
        jdbi.useHandle(db -> db.execute("delete from delivery where ended_at < now() - interval '30 days'"));
    }
}
