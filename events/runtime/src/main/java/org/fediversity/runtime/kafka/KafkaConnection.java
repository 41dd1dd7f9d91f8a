package org.fediversity.runtime.kafka;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fediversity.runtime.store.ThisInstance;

/// Where Kafka is, and how we talk to it.
@ApplicationScoped
public class KafkaConnection {
    private final Map<String, Object> configured;
    private final ThisInstance instance;
    private final int partitions;

    KafkaConnection(
            ThisInstance instance,
            @Identifier("default-kafka-broker") Map<String, Object> configured,
            @ConfigProperty(name = "fediversity.topic.partitions", defaultValue = "6") int partitions) {
        this.configured = new HashMap<>(configured);
        this.instance = instance;
        this.partitions = partitions;
    }

    int partitions() {
        return partitions;
    }

    Map<String, Object> admin() {
        return with(Map.of("request.timeout.ms", 5_000, "default.api.timeout.ms", 10_000));
    }

    Map<String, Object> producer() {
        return with(Map.of(
                "acks",
                "all",
                "enable.idempotence",
                true,
                "linger.ms",
                0,
                "compression.type",
                "lz4",
                "max.block.ms",
                10_000,
                "request.timeout.ms",
                10_000,
                "delivery.timeout.ms",
                120_000,
                "max.request.size",
                Topics.LARGEST_MESSAGE));
    }

    Map<String, Object> consumer(String group) {
        return with(Map.ofEntries(
                Map.entry("group.instance.id", instance.name()),
                Map.entry("group.id", group),
                Map.entry("enable.auto.commit", false),
                Map.entry("auto.offset.reset", "earliest"),
                Map.entry("isolation.level", "read_committed"),
                Map.entry("max.poll.records", 200),
                Map.entry("fetch.max.wait.ms", 200),
                Map.entry("metadata.max.age.ms", 5_000),
                Map.entry("reconnect.backoff.max.ms", 2_000),
                Map.entry("max.poll.interval.ms", 300_000),
                Map.entry("session.timeout.ms", 10_000)));
    }

    private Map<String, Object> with(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(configured);
        all.keySet().removeIf(key -> key.equals("group.id") || key.endsWith("serializer"));
        all.putAll(more);
        return all;
    }
}
