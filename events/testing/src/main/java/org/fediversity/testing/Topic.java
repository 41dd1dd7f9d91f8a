package org.fediversity.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.uuid.Generators;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.fediversity.contracts.Event;
import org.fediversity.contracts.EventName;

/// The topic of one context, as its service would write it and its consumers read it: CloudEvents in binary mode, keyed
/// by subject.
public final class Topic {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final AtomicLong SEQUENCE = new AtomicLong();

    private final String name;
    private final String context;
    private final String bootstrap;

    private Topic(String context, String bootstrap) {
        this.name = "fediversity." + context;
        this.context = context;
        this.bootstrap = bootstrap;
    }

    /// Topic of a context on the broker of the tests.
    public static Topic of(String context) {
        return of(context, Servers.kafka());
    }

    /// Topic of a context on any broker.
    public static Topic of(String context, String bootstrap) {
        return new Topic(context, bootstrap);
    }

    /// Publishes an event on the topic of its own context, on the broker of the tests.
    public static Message tell(Event event) {
        return of(contextOf(event)).publish(event);
    }

    /// A message as it lies on the topic.
    public record Message(String key, Map<String, String> headers, String data) {
        /// The bare name of the event.
        public String event() {
            return headers.getOrDefault("ce_type", "").replace(EventName.PREFIX, "");
        }

        public String id() {
            return headers.getOrDefault("ce_id", "");
        }

        public JsonNode json() {
            try {
                return JSON.readTree(data);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("not JSON: " + data, e);
            }
        }

        /// The message read as a contract event.
        public <E extends Event> E as(Class<E> type) {
            try {
                return JSON.readValue(data, type);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("not a " + type.getSimpleName() + ": " + data, e);
            }
        }

        /// The same message with one header changed.
        public Message with(String header, String value) {
            Map<String, String> changed = new HashMap<>(headers);
            changed.put(header, value);
            return new Message(key, changed, data);
        }
    }

    /// The message that the event travels in, with a new id.
    public Message message(Event event) {
        String id = Generators.timeBasedEpochRandomGenerator().generate().toString();
        EventName pinned = event.getClass().getAnnotation(EventName.class);
        Map<String, String> headers = new HashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", id);
        headers.put("ce_source", "/fediversity/test/" + context);
        headers.put("ce_type", EventName.PREFIX + pinned.value());
        headers.put("ce_subject", event.subject());
        headers.put("ce_time", Instant.now().toString());
        headers.put("ce_dataschema", "https://fediversity.org/events/" + pinned.value() + "/" + pinned.version());
        headers.put("ce_correlationid", id);
        headers.put("ce_actor", "service:" + context);
        headers.put("ce_sequence", String.valueOf(SEQUENCE.getAndIncrement()));
        headers.put("traceparent", "00-" + id.replace("-", "") + "-00f067aa0ba902b7-01");
        headers.put("content-type", "application/json");
        try {
            return new Message(event.subject(), headers, JSON.writeValueAsString(event));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON: " + event, e);
        }
    }

    /// Publishes an event and waits until the broker has it.
    public Message publish(Event event) {
        Message message = message(event);
        publish(message);
        return message;
    }

    /// Publishes a message as it is, whatever that is.
    public void publish(Message message) {
        Properties settings = settings();
        settings.put("acks", "all");
        try (Producer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            ProducerRecord<String, String> kafka = new ProducerRecord<>(name, message.key(), message.data());
            message.headers().forEach((key, value) -> kafka.headers().add(key, value.getBytes(StandardCharsets.UTF_8)));
            producer.send(kafka).get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot publish on " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Everything that lies on the topic now, partition by partition.
    public List<Message> read() {
        List<Message> messages = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = consumer()) {
            List<TopicPartition> partitions = assign(consumer);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(kafka -> messages.add(read(kafka)));
            }
        }
        return messages;
    }

    /// Everything on the topic with this key.
    public List<Message> read(String key) {
        return read().stream().filter(message -> message.key().equals(key)).toList();
    }

    /// Waits for a message, from the beginning of the topic on.
    ///
    /// @throws AssertionError if none comes in half a minute
    public Message await(Predicate<Message> wanted) {
        List<String> seen = new ArrayList<>();
        Instant until = Instant.now().plusSeconds(30);
        try (KafkaConsumer<String, String> consumer = consumer()) {
            assign(consumer);
            while (Instant.now().isBefore(until)) {
                for (ConsumerRecord<String, String> kafka : consumer.poll(Duration.ofMillis(200))) {
                    Message message = read(kafka);
                    if (wanted.test(message)) {
                        return message;
                    }
                    seen.add(message.event() + " " + message.key());
                }
            }
        }
        throw new AssertionError("nothing like that on " + name + ", but " + seen);
    }

    /// Waits for an event of a kind about a subject.
    public <E extends Event> E await(Class<E> type, String subject) {
        String event = type.getAnnotation(EventName.class).value();
        return await(message -> message.event().equals(event) && message.key().equals(subject))
                .as(type);
    }

    private List<TopicPartition> assign(KafkaConsumer<String, String> consumer) {
        List<PartitionInfo> known = consumer.partitionsFor(name, Duration.ofSeconds(20));
        List<TopicPartition> partitions = known.stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return partitions;
    }

    private KafkaConsumer<String, String> consumer() {
        Properties settings = settings();
        settings.put("allow.auto.create.topics", "true");
        return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }

    private Properties settings() {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", bootstrap);
        return settings;
    }

    private static Message read(ConsumerRecord<String, String> kafka) {
        Map<String, String> headers = new HashMap<>();
        kafka.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return new Message(String.valueOf(kafka.key()), headers, String.valueOf(kafka.value()));
    }

    private static String contextOf(Event event) {
        return Arrays.stream(Event.class.getPermittedSubclasses())
                .filter(contract -> contract.isInstance(event))
                .map(contract -> contract.getSimpleName().replace("Event", "").toLowerCase(Locale.ROOT))
                .findFirst()
                .orElseThrow();
    }
}
