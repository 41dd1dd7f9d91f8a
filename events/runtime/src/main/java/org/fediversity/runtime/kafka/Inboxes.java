package org.fediversity.runtime.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.fediversity.contracts.Event;
import org.fediversity.runtime.Cause;
import org.fediversity.runtime.CloudEvent;
import org.fediversity.runtime.Command;
import org.fediversity.runtime.Commands;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.EventCatalogue;
import org.fediversity.runtime.Inbox;
import org.fediversity.runtime.Json;
import org.fediversity.runtime.Meta;
import org.fediversity.runtime.Recorded;
import org.fediversity.runtime.Subscription;
import org.fediversity.runtime.store.JtaTransactions;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Takes messages of other services: each once per consumer, its effect in the transaction of its receipt. What cannot
/// be taken is parked, and everything of the same key behind it, until it is re-driven in order.
@ApplicationScoped
public class Inboxes {
    private static final Logger LOG = Logger.getLogger("org.fediversity.inbox");
    private static final int ATTEMPTS = 3;

    private final JtaTransactions transactions;
    private final Commands commands;
    private final Jdbi jdbi;
    private final List<Subscription> consumers = new ArrayList<>();

    Inboxes(
            JtaTransactions transactions,
            Commands commands,
            Jdbi jdbi,
            MeterRegistry metrics,
            @Any Instance<Inbox> inboxes,
            @Any Instance<Subscription> subscriptions) {
        this.transactions = transactions;
        this.commands = commands;
        this.jdbi = jdbi;
        inboxes.handlesStream()
                .forEach(handle -> consumers.add(
                        new Translation(handle.getBean().getBeanClass().getSimpleName(), handle.get())));
        subscriptions.forEach(consumers::add);
        metrics.gauge("fediversity.inbox.parked", this, Inboxes::parkedAsSeen);
    }

    Set<String> topics() {
        Set<String> topics = new HashSet<>();
        consumers.forEach(consumer -> consumer.contexts().forEach(context -> topics.add(Wire.topic(context))));
        return topics;
    }

    /// Takes what was polled: all in one transaction, or, if that fails, one by one.
    void take(List<ConsumerRecord<String, byte[]>> batch) throws Exception {
        try {
            transactions.in(() -> {
                for (Subscription consumer : consumers) {
                    takeAll(
                            consumer,
                            batch.stream()
                                    .filter(record -> listens(consumer, record.topic()))
                                    .toList());
                }
                return true;
            });
        } catch (Exception e) {
            LOG.debug("a batch is taken one by one", e);
            for (var record : batch) {
                for (Subscription consumer : consumers) {
                    if (listens(consumer, record.topic())) {
                        takeOrPark(consumer, record);
                    }
                }
            }
        }
    }

    private static boolean listens(Subscription consumer, String topic) {
        return consumer.contexts().stream()
                .anyMatch(context -> Wire.topic(context).equals(topic));
    }

    private void takeOrPark(Subscription consumer, ConsumerRecord<String, byte[]> record) throws Exception {
        Exception last = null;
        for (int tried = 1; tried <= ATTEMPTS; tried++) {
            try {
                transactions.in(() -> {
                    takeAll(consumer, List.of(record));
                    return true;
                });
                return;
            } catch (Exception e) {
                last = e;
                jdbi.useHandle(db -> db.execute("select 1")); // a database that is away parks nothing
                Thread.sleep(20L << tried);
            }
        }
        Exception reason = java.util.Objects.requireNonNull(last);
        LOG.errorf(
                reason,
                "%s cannot take %s of %s: parked, with what follows for that key",
                consumer.name(),
                id(record),
                record.key());
        transactions.in(() -> {
            jdbi.useHandle(db -> park(db, consumer, record, String.valueOf(reason.getMessage())));
            return true;
        });
    }

    private void takeAll(Subscription consumer, List<ConsumerRecord<String, byte[]>> records) {
        if (records.isEmpty()) {
            return;
        }
        jdbi.useHandle(db -> {
            Set<String> parked = parkedKeys(db, consumer.name(), records);
            List<CloudEvent> events = new ArrayList<>();
            for (var record : records) {
                if (parked.contains(key(record))) {
                    park(db, consumer, record, "waits behind an earlier message of its key");
                } else {
                    events.add(Wire.read(record));
                }
            }
            deliver(db, consumer, events);
        });
    }

    /// Those that were not received before, each once.
    private static void deliver(Handle db, Subscription consumer, List<CloudEvent> events) {
        Map<String, CloudEvent> byId = new LinkedHashMap<>();
        events.forEach(event -> byId.putIfAbsent(event.id(), event));
        if (byId.isEmpty()) {
            return;
        }
        Set<String> fresh = db.createQuery("""
                        insert into inbox (consumer, event_id)
                        select :consumer, id from unnest(cast(:ids as text[])) id
                        on conflict do nothing returning event_id
                        """)
                .bind("consumer", consumer.name())
                .bindArray("ids", String.class, byId.keySet())
                .mapTo(String.class)
                .set();
        byId.keySet().retainAll(fresh);
        if (!byId.isEmpty()) {
            consumer.onAll(List.copyOf(byId.values()), db);
        }
    }

    private static Set<String> parkedKeys(Handle db, String consumer, List<ConsumerRecord<String, byte[]>> records) {
        return db.createQuery("select distinct key from inbox_parked where consumer = :consumer and key = any(:keys)")
                .bind("consumer", consumer)
                .bindArray(
                        "keys",
                        String.class,
                        records.stream().map(Inboxes::key).distinct().toList())
                .mapTo(String.class)
                .set();
    }

    private static void park(Handle db, Subscription consumer, ConsumerRecord<String, byte[]> record, String error) {
        Map<String, String> headers = new HashMap<>();
        record.headers()
                .forEach(header ->
                        headers.put(header.key(), new String(header.value(), java.nio.charset.StandardCharsets.UTF_8)));
        db.execute(
                "insert into inbox_parked (consumer, topic, key, event_id, event_type, headers, payload, error)"
                        + " values (?,?,?,?,?,cast(? as jsonb),?,?) on conflict (consumer, event_id) do nothing",
                consumer.name(),
                record.topic(),
                key(record),
                id(record),
                headers.getOrDefault("ce_type", "unknown"),
                Json.write(headers),
                new String(record.value(), java.nio.charset.StandardCharsets.UTF_8),
                error);
    }

    private static String key(ConsumerRecord<String, byte[]> record) {
        return record.key() == null ? "" : record.key();
    }

    private static String id(ConsumerRecord<String, byte[]> record) {
        var header = record.headers().lastHeader("ce_id");
        return header == null
                ? record.topic() + "/" + record.partition() + "/" + record.offset()
                : new String(header.value(), java.nio.charset.StandardCharsets.UTF_8);
    }

    /// How many messages are parked.
    public long parked() {
        return jdbi.withHandle(db -> db.createQuery("select count(*) from inbox_parked")
                .mapTo(Long.class)
                .one());
    }

    private double parkedAsSeen() {
        try {
            return parked();
        } catch (RuntimeException e) {
            return Double.NaN;
        }
    }

    private record Parked(long id, String consumer, String topic, String key, String headers, String payload) {}

    /// Tries parked messages again, per key from the oldest on until one fails again.
    ///
    /// @param all whether to try those too that were tried a moment ago
    /// @return how many were taken
    public int redrive(boolean all) throws Exception {
        int taken = 0;
        for (Parked first : oldest(all, "")) {
            Optional<Parked> next = Optional.of(first);
            while (next.isPresent() && tryAgain(next.get())) {
                taken++;
                next = oldest(true, first.key()).stream()
                        .filter(parked -> parked.consumer().equals(first.consumer()))
                        .findFirst();
            }
        }
        return taken;
    }

    private List<Parked> oldest(boolean all, String key) {
        return jdbi.withHandle(db -> db.createQuery("""
                        select id, consumer, topic, key, headers::text headers, payload from inbox_parked p
                        where (:all or due_at <= now()) and (:key = '' or key = :key) and not exists
                            (select 1 from inbox_parked e where e.consumer = p.consumer and e.key = p.key and e.id < p.id)
                        order by id
                        """)
                .bind("all", all)
                .bind("key", key)
                .map((row, context) -> new Parked(
                        row.getLong("id"),
                        row.getString("consumer"),
                        row.getString("topic"),
                        row.getString("key"),
                        row.getString("headers"),
                        row.getString("payload")))
                .list());
    }

    private boolean tryAgain(Parked parked) throws Exception {
        Optional<Subscription> consumer = consumers.stream()
                .filter(one -> one.name().equals(parked.consumer()))
                .findFirst();
        if (consumer.isEmpty()) {
            return false;
        }
        try {
            return transactions.in(() -> jdbi.withHandle(db -> {
                if (db.createQuery("select id from inbox_parked where id = ? for update skip locked")
                        .bind(0, parked.id())
                        .mapTo(Long.class)
                        .findOne()
                        .isEmpty()) {
                    return false;
                }
                db.execute("delete from inbox_parked where id = ?", parked.id());
                db.execute(
                        "update inbox_parked set due_at = now() where consumer = ? and key = ?",
                        parked.consumer(),
                        parked.key());
                var headers = new RecordHeaders();
                Json.tree(parked.headers())
                        .properties()
                        .forEach(header -> headers.add(
                                header.getKey(),
                                header.getValue().asText().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
                deliver(db, consumer.get(), List.of(Wire.read(parked.topic(), headers, parked.payload())));
                LOG.infof("%s has taken a parked message of %s", parked.consumer(), parked.key());
                return true;
            }));
        } catch (Exception e) {
            jdbi.useHandle(db -> db.execute(
                    "update inbox_parked set attempts = attempts + 1, error = ?,"
                            + " due_at = now() + make_interval(secs => least(300, 5 * power(2, least(attempts, 10)))) where id = ?",
                    String.valueOf(e.getMessage()),
                    parked.id()));
            return false;
        }
    }

    /// An [Inbox] as a consumer: reads our events, passes over unknown ones, sends the commands they translate to.
    private final class Translation implements Subscription {
        private final String name;
        private final Inbox inbox;

        Translation(String name, Inbox inbox) {
            this.name = name;
            this.inbox = inbox;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Set<String> contexts() {
            return inbox.contexts();
        }

        @Override
        public void on(CloudEvent arrival, Handle db) {
            EventCatalogue.named(arrival.type()).ifPresent(type -> translate(Json.read(arrival.data(), type), arrival));
        }

        private void translate(Event event, CloudEvent arrival) {
            var meta = new Meta(
                    arrival.id(),
                    arrival.time(),
                    arrival.actor(),
                    arrival.correlationId(),
                    arrival.causationId(),
                    arrival.traceparent(),
                    arrival.version(),
                    arrival.sequence(),
                    arrival.source());
            try {
                Cause.of(meta).during(() -> {
                    for (Command command : inbox.translate(new Recorded<>(event, meta))) {
                        if (commands.send(command) instanceof Decision.Refused refused) {
                            LOG.infof(
                                    "%s: %s of %s is refused: %s",
                                    name, command.getClass().getSimpleName(), arrival.subject(), refused.detail());
                        }
                    }
                    return true;
                });
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(name + " cannot take " + arrival.type(), e);
            }
        }
    }
}
