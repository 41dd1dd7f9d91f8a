package org.fediversity.runtime.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.fediversity.contracts.Event;
import org.fediversity.runtime.Actor;
import org.fediversity.runtime.CloudEvent;
import org.fediversity.runtime.EventCatalogue;
import org.fediversity.runtime.Json;
import org.fediversity.runtime.Meta;
import org.fediversity.runtime.Recorded;

/// The Kafka protocol binding of CloudEvents 1.0, binary content mode: attributes are `ce_` headers, the value is the
/// event's JSON.
public final class Wire {
    private static final String SCHEMA = "https://fediversity.org/events/";

    private Wire() {}

    /// Topic of a context.
    public static String topic(String context) {
        return "fediversity." + context;
    }

    public static ProducerRecord<String, byte[]> write(String context, Recorded<?> recorded) {
        Event event = recorded.event();
        Meta meta = recorded.meta();
        var headers = new RecordHeaders();
        put(headers, "ce_specversion", "1.0");
        put(headers, "ce_id", meta.id());
        put(headers, "ce_source", meta.source());
        put(headers, "ce_type", EventCatalogue.type(event.getClass()));
        put(headers, "ce_subject", event.subject());
        put(headers, "ce_time", meta.time().toString());
        put(headers, "ce_dataschema", SCHEMA + event.getClass().getSimpleName() + "/" + meta.version());
        put(headers, "ce_correlationid", meta.correlationId());
        put(headers, "ce_causationid", meta.causationId());
        put(headers, "ce_actor", meta.actor().toString());
        put(headers, "ce_sequence", String.valueOf(meta.sequence()));
        put(headers, "traceparent", meta.traceparent());
        put(headers, "content-type", "application/json");
        return new ProducerRecord<>(
                topic(context),
                null,
                meta.time().toEpochMilli(),
                event.subject(),
                Json.write(event).getBytes(StandardCharsets.UTF_8),
                headers);
    }

    /// Reads a record.
    ///
    /// @throws IllegalArgumentException for what is no CloudEvent of ours
    public static CloudEvent read(ConsumerRecord<String, byte[]> kafka) {
        return read(kafka.topic(), kafka.headers(), new String(kafka.value(), StandardCharsets.UTF_8));
    }

    public static CloudEvent read(String topic, Headers headers, String data) {
        String schema = get(headers, "ce_dataschema");
        return new CloudEvent(
                topic.substring(topic.lastIndexOf('.') + 1),
                required(headers, "ce_id"),
                required(headers, "ce_source"),
                required(headers, "ce_type"),
                schema.matches(".*/\\d{1,6}") ? Integer.parseInt(schema.substring(schema.lastIndexOf('/') + 1)) : 1,
                required(headers, "ce_subject"),
                Instant.parse(required(headers, "ce_time")),
                Actor.parse(get(headers, "ce_actor")),
                get(headers, "ce_correlationid"),
                get(headers, "ce_causationid"),
                get(headers, "traceparent"),
                get(headers, "ce_sequence").isEmpty() ? 0 : Long.parseLong(get(headers, "ce_sequence")),
                data);
    }

    private static void put(Headers headers, String name, String value) {
        if (!value.isEmpty()) {
            headers.add(name, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String get(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static String required(Headers headers, String name) {
        String value = get(headers, name);
        if (value.isEmpty()) {
            throw new IllegalArgumentException("not a CloudEvent: no " + name);
        }
        return value;
    }
}
