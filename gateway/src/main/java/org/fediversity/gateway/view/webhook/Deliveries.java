package org.fediversity.gateway.view.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fediversity.gateway.view.HistoryQueries;
import org.fediversity.gateway.view.HistoryQueries.Entry;
import org.fediversity.gateway.view.HistoryQueries.Page;
import org.fediversity.gateway.view.HistoryQueries.Wanted;
import org.fediversity.gateway.view.webhook.Webhooks.Subscription;
import org.fediversity.runtime.Json;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// What is to be delivered. Any number of gateways work it off together: what one has claimed the others leave alone
/// until the lease is over, and of one deployment only the oldest delivery to a webhook is ever claimed.
@ApplicationScoped
public class Deliveries {
    /// So many wait at most for one webhook; the rest waits in the history.
    private static final int WINDOW = 300;

    private static final int LEASE_SECONDS = 45;

    private final Jdbi jdbi;
    private final HistoryQueries history;

    Deliveries(Jdbi jdbi, HistoryQueries history) {
        this.jdbi = jdbi;
        this.history = history;
    }

    /// A delivery that this gateway may try now.
    ///
    /// @param message webhook-id: the same for each attempt and each repetition
    /// @param body    as it is sent
    /// @param attempt number of this one, from 1
    public record Claimed(long id, String webhook, String message, String body, int attempt) {}

    /// Looks through the history for what the webhook wants.
    ///
    /// @return whether there may be more at once
    public boolean fill(Subscription webhook) {
        return jdbi.inTransaction(db -> {
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
            if (scanned.isEmpty() || room <= 0) {
                return false;
            }
            Page page = history.read(
                    webhook.owner(), Wanted.all().ofTypes(webhook.types()).after(scanned.get()), room);
            if (page.scanned() == scanned.get()) {
                return false;
            }
            add(db, webhook, page.entries(), "event");
            db.execute("update webhook_progress set scanned = ? where webhook = ?", page.scanned(), webhook.id());
            return page.more();
        });
    }

    private static int pending(Handle db, String webhook) {
        return db.createQuery("select count(*) from delivery where webhook = ? and status = 'pending'")
                .bind(0, webhook)
                .mapTo(Integer.class)
                .one();
    }

    private static int add(Handle db, Subscription webhook, List<Entry> entries, String kind) {
        var batch = db.prepareBatch("""
                insert into delivery (webhook, message, position, type, ordered_by, kind)
                select :webhook, h.event_id, h.position, h.type, coalesce(h.deployment, ''), :kind
                from history h where h.position = :position and (:all or h.deployment = any(:deployments))
                """);
        for (Entry entry : entries) {
            batch.bind("webhook", webhook.id())
                    .bind("kind", kind)
                    .bind("position", entry.position())
                    .bind("all", webhook.deployments().isEmpty())
                    .bindBySqlType("deployments", webhook.deployments().toArray(String[]::new), java.sql.Types.ARRAY)
                    .add();
        }
        int added = 0;
        if (!entries.isEmpty()) {
            for (int count : batch.execute()) {
                added += count;
            }
        }
        return added;
    }

    /// Claims what is due.
    ///
    /// @param rooms webhook to how many deliveries may be claimed for it
    public List<Claimed> claim(Map<String, Integer> rooms) {
        if (rooms.isEmpty()) {
            return List.of();
        }
        List<String> webhooks = new ArrayList<>(rooms.keySet());
        return jdbi.inTransaction(db -> db.createQuery("""
                        with due as (
                            select c.id from unnest(:webhooks, :rooms) as w (webhook, room)
                            cross join lateral (
                                select d.id from delivery d
                                where d.webhook = w.webhook and d.status = 'pending' and d.due_at <= now()
                                  and (d.lease_until is null or d.lease_until < now())
                                  and not exists (select 1 from delivery e
                                      where e.webhook = d.webhook and e.ordered_by = d.ordered_by
                                        and e.status = 'pending' and e.id < d.id)
                                order by d.id limit w.room for update skip locked) c
                        ), claimed as (
                            update delivery d set attempts = attempts + 1,
                                lease_until = now() + make_interval(secs => :lease)
                            from due where d.id = due.id
                            returning d.id, d.webhook, d.message, d.position, d.body, d.attempts
                        )
                        select c.*, h.entry from claimed c left join history h on h.position = c.position order by c.id
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

    /// Records an attempt and what follows from it.
    ///
    /// @return since when the webhook fails; empty if it does not
    public Optional<Instant> record(Claimed delivery, Attempt attempt, Verdict verdict) {
        return jdbi.inTransaction(db -> {
            db.createUpdate("""
                            insert into delivery_attempt (delivery, number, at, millis, status, outcome, head)
                            values (:delivery, :number, :at, :millis, :status, :outcome, :head) on conflict do nothing
                            """)
                    .bind("delivery", delivery.id())
                    .bind("number", attempt.number())
                    .bind("at", attempt.at())
                    .bind("millis", attempt.took().toMillis())
                    .bind("status", attempt.status().orElse(null))
                    .bind("outcome", attempt.outcome())
                    .bind("head", attempt.head())
                    .execute();
            switch (verdict) {
                case Verdict.Delivered() -> end(db, delivery.id(), "delivered");
                case Verdict.GivenUp() -> end(db, delivery.id(), "failed");
                case Verdict.Again(var pause) ->
                    db.execute(
                            "update delivery set lease_until = null, due_at = now() + make_interval(secs => ?) where id = ?",
                            pause.toMillis() / 1000.0,
                            delivery.id());
            }
            if (verdict instanceof Verdict.Delivered) {
                db.execute(
                        "update webhook_progress set failing_since = null where webhook = ? and failing_since is not null",
                        delivery.webhook());
                return Optional.empty();
            }
            return db.createQuery("update webhook_progress set failing_since = coalesce(failing_since, :now)"
                            + " where webhook = :webhook returning failing_since")
                    .bind("now", attempt.at())
                    .bind("webhook", delivery.webhook())
                    .mapTo(Instant.class)
                    .findOne();
        });
    }

    private static void end(Handle db, long id, String status) {
        db.execute("update delivery set status = ?, lease_until = null, ended_at = now() where id = ?", status, id);
    }

    /// Adds a delivery that tells nothing but that the webhook works.
    public long addTest(String webhook, String message, String type, String body) {
        return jdbi.withHandle(db -> db.createQuery("""
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
        return jdbi.withHandle(db -> db.createQuery("""
                        insert into delivery (webhook, message, position, type, ordered_by, kind, body)
                        select webhook, message, position, type, ordered_by, 'redelivery', body from delivery
                        where webhook = :webhook and id = :id returning id
                        """)
                .bind("webhook", webhook)
                .bind("id", delivery)
                .mapTo(Long.class)
                .findOne());
    }

    /// Delivers a range of the history once more.
    ///
    /// @return how many deliveries that makes
    public long replay(Subscription webhook, long from, long to) {
        long added = 0;
        long after = from - 1;
        boolean more = true;
        while (more) {
            Page page = history.read(
                    webhook.owner(), Wanted.all().ofTypes(webhook.types()).after(after), WINDOW);
            List<Entry> inRange = page.entries().stream()
                    .filter(entry -> entry.position() <= to)
                    .toList();
            added += jdbi.<Integer, RuntimeException>inTransaction(db -> add(db, webhook, inRange, "replay"));
            after = page.scanned();
            more = page.more() && after < to;
        }
        return added;
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
            List<Attempt> attempts) {}

    /// The newest first.
    ///
    /// @param before id after the first one
    public List<Logged> log(String webhook, long before, int limit) {
        return jdbi.withHandle(db -> {
            List<Long> ids = db.createQuery(
                            "select id from delivery where webhook = ? and id < ? order by id desc limit ?")
                    .bind(0, webhook)
                    .bind(1, before)
                    .bind(2, limit)
                    .mapTo(Long.class)
                    .list();
            Map<Long, List<Attempt>> attempts = attempts(db, ids);
            return db.createQuery("select * from delivery where id = any(:ids) order by id desc")
                    .bindArray("ids", Long.class, ids)
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
                            attempts.getOrDefault(row.getLong("id"), List.of())))
                    .list();
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

    /// Forgets a webhook's deliveries, and those of anybody that ended long ago.
    public void forget(String webhook) {
        jdbi.useHandle(db -> {
            db.execute("delete from delivery where webhook = ?", webhook);
            db.execute("delete from webhook_progress where webhook = ?", webhook);
        });
    }

    /// Forgets what ended more than a month ago.
    public void forgetOld() {
        jdbi.useHandle(db -> db.execute("delete from delivery where ended_at < now() - interval '30 days'"));
    }
}
