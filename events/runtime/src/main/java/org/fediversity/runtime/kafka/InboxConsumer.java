package org.fediversity.runtime.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.fediversity.runtime.store.EventSourcing;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Polls the topics that the service's inboxes listen to. Offsets are committed after the effects, and nobody waits for
/// that: whoever polls a message again finds its receipt. When the database is away, the same messages are polled
/// again.
@ApplicationScoped
public class InboxConsumer {
    private static final Logger LOG = Logger.getLogger("org.fediversity.inbox");
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long REDRIVE_EVERY_NANOS = 5_000_000_000L;

    private final EventSourcing axon;
    private final KafkaConnection kafka;
    private final Inboxes inboxes;
    private volatile boolean stopped;
    private @Nullable Thread thread;
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;

    InboxConsumer(EventSourcing axon, KafkaConnection kafka, Inboxes inboxes) {
        this.axon = axon;
        this.kafka = kafka;
        this.inboxes = inboxes;
    }

    public void start() {
        if (!inboxes.topics().isEmpty()) {
            thread = Thread.ofPlatform().daemon().name("inbox").start(this::run);
        }
    }

    public void stop() {
        stopped = true;
        KafkaConsumer<String, byte[]> polling = consumer;
        if (polling != null) {
            polling.wakeup();
        }
        try {
            if (thread != null) {
                thread.join(Duration.ofSeconds(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!stopped) {
            try {
                poll();
            } catch (WakeupException e) {
                LOG.debug("stopped while polling", e);
            } catch (Exception e) {
                if (!stopped) {
                    LOG.warnf("the inbox starts again in 2 s: %s", e);
                    LOG.debug("because of", e);
                    pause();
                }
            }
        }
    }

    private void poll() throws Exception {
        Set<String> topics = inboxes.topics();
        for (String topic : topics) {
            Topics.ensure(kafka.admin(), topic, kafka.partitions());
        }
        try (var polling = new KafkaConsumer<>(
                kafka.consumer("fediversity." + axon.context()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer = polling;
            polling.subscribe(topics);
            long redriven = System.nanoTime();
            while (!stopped) {
                List<ConsumerRecord<String, byte[]>> batch = new ArrayList<>();
                polling.poll(POLL).forEach(batch::add);
                if (!batch.isEmpty()) {
                    inboxes.take(batch);
                    polling.commitAsync();
                }
                if (System.nanoTime() - redriven > REDRIVE_EVERY_NANOS) {
                    redriven = System.nanoTime();
                    inboxes.redrive(false);
                }
            }
        } finally {
            consumer = null;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
