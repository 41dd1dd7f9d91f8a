package org.fediversity.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The catalogue of events and the AsyncAPI document of the topics, made of the records, of what is said above them and
/// of the golden samples. Both are kept in `deploy/docs`; `-Ddocs.write` writes them anew, and the difference shows
/// what a change means for those who listen. What would break them is only written with `-Ddocs.write=breaking`.
class EventDocumentsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final Path DOCUMENTS =
            Path.of(System.getProperty("fediversity.root", "../..")).resolve("deploy/docs");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Words words = Words.of(Path.of("src/main/java/org/fediversity/contracts"));
    private final Map<String, ObjectNode> schemas = new LinkedHashMap<>();

    @Test
    void the_catalogue_is_as_the_code_says() throws IOException {
        assertKept("events.md", catalogue());
    }

    @Test
    void the_asyncapi_document_is_as_the_code_says() throws IOException {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(lines);
        printer.indentArraysWith(lines);
        ObjectNode made = asyncApi();
        if (!"breaking".equals(System.getProperty("docs.write"))) {
            assertThat(Breaches.ofEvents(
                            JSON.readTree(DOCUMENTS.resolve("asyncapi.json").toFile()), made))
                    .as("events are for ever: add a field with a default, or an event with a new name."
                            + " -Ddocs.write=breaking writes it all the same")
                    .isEmpty();
        }
        assertKept("asyncapi.json", JSON.writer(printer).writeValueAsString(made) + "\n");
    }

    private static void assertKept(String name, String made) throws IOException {
        Path file = DOCUMENTS.resolve(name);
        if (System.getProperty("docs.write") != null) {
            Files.writeString(file, made);
        }
        assertThat(file)
                .as("./mvnw -pl events/contracts test -Dtest=EventDocumentsTest -Ddocs.write writes it")
                .exists()
                .content()
                .isEqualTo(made);
    }

    // What there is.

    private record Context(String name, Class<?> contract) {
        List<Class<?>> events() {
            List<Class<?>> events = new ArrayList<>(leaves(contract));
            events.sort(Comparator.comparing(EventDocumentsTest::name));
            return events;
        }
    }

    private static List<Context> contexts() {
        return List.of(Event.class.getPermittedSubclasses()).stream()
                .<Context>map(contract -> new Context(
                        contract.getSimpleName().replace("Event", "").toLowerCase(Locale.ROOT), contract))
                .toList();
    }

    private static List<Class<?>> leaves(Class<?> root) {
        List<Class<?>> leaves = new ArrayList<>();
        for (Class<?> permitted : root.getPermittedSubclasses()) {
            if (permitted.isRecord()) {
                leaves.add(permitted);
            } else {
                leaves.addAll(leaves(permitted));
            }
        }
        return leaves;
    }

    private static String name(Class<?> event) {
        return event.getAnnotation(EventName.class).value();
    }

    private static int version(Class<?> event) {
        return event.getAnnotation(EventName.class).version();
    }

    private static JsonNode sample(Class<?> event) throws IOException {
        return JSON.readTree(
                GOLDEN.resolve(name(event) + ".v" + version(event) + ".json").toFile());
    }

    // The catalogue.

    private String catalogue() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Events

                Generated from `events/contracts`; do not edit. What happens is stored, published on Kafka, kept in the history and
                delivered to webhooks under the same name, `org.fediversity.<name>`, and in the same shape. Fields may be added, with
                a default for older events; a field is never renamed, retyped or used for something else. The machine-readable form is
                [`asyncapi.json`](asyncapi.json).
                """);
        for (Context context : contexts()) {
            page.append("\n## ").append(context.name()).append("\n\n");
            page.append(words.about(context.contract()).text()).append("\n\n");
            page.append("Topic `fediversity.").append(context.name()).append("`.\n\n");
            page.append("| event | what happened |\n| --- | --- |\n");
            for (Class<?> event : context.events()) {
                page.append("| [")
                        .append(name(event))
                        .append("](#")
                        .append(name(event).toLowerCase(Locale.ROOT))
                        .append(") | ")
                        .append(cell(words.about(event).text()))
                        .append(" |\n");
            }
            for (Class<?> event : context.events()) {
                page.append(chapter(event));
            }
        }
        return page.toString();
    }

    private String chapter(Class<?> event) throws IOException {
        StringBuilder chapter = new StringBuilder("\n### " + name(event) + "\n\n");
        chapter.append(words.about(event).text()).append("\n\n| field | type | |\n| --- | --- | --- |\n");
        for (RecordComponent field : event.getRecordComponents()) {
            chapter.append("| `")
                    .append(field.getName())
                    .append("` | ")
                    .append(spoken(field.getGenericType()))
                    .append(" | ")
                    .append(cell(words.about(event).fields().getOrDefault(field.getName(), "")))
                    .append(" |\n");
        }
        return chapter.append("\n```json\n")
                .append(JSON.writeValueAsString(sample(event)))
                .append("\n```\n")
                .toString();
    }

    private static String spoken(Type type) {
        return switch (type) {
            case Class<?> c when c == String.class -> "text";
            case Class<?> c when c == int.class || c == long.class || c == Long.class -> "number";
            case Class<?> c when c == boolean.class -> "true or false";
            case Class<?> c when c == Object.class -> "anything";
            case Class<?> c -> c.getSimpleName();
            case ParameterizedType p
            when p.getRawType() == List.class -> "list of " + spoken(p.getActualTypeArguments()[0]);
            case ParameterizedType p -> "map to " + spoken(p.getActualTypeArguments()[1]);
            default -> throw new IllegalArgumentException("events hold plain values only, not " + type);
        };
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    // AsyncAPI 3.0 (https://www.asyncapi.com/docs/reference/specification/v3.0.0).

    private ObjectNode asyncApi() throws IOException {
        ObjectNode document = JSON.createObjectNode().put("asyncapi", "3.0.0");
        ObjectNode info = document.putObject("info");
        info.put("title", "Fediversity events").put("version", "1.0.0");
        info.put(
                "description",
                "What happens in a set-up, as CloudEvents 1.0 in binary mode. The key of a message is its subject: what"
                        + " concerns one deployment is in order within a topic. Messages come at least once; topics never"
                        + " expire.");
        info.putObject("contact").put("name", "Fediversity").put("url", "https://fediversity.eu");
        info.putArray("tags").addObject().put("name", "events");
        document.put("defaultContentType", "application/json");
        document.putObject("servers")
                .putObject("embedded")
                .put("host", "localhost:19092")
                .put("protocol", "kafka")
                .put("description", "The broker of the embedded stack");
        ObjectNode channels = document.putObject("channels");
        ObjectNode operations = document.putObject("operations");
        ObjectNode messages = JSON.createObjectNode();
        for (Context context : contexts()) {
            ObjectNode channel = channels.putObject(context.name());
            channel.put("address", "fediversity." + context.name());
            channel.put("title", "Context " + context.name());
            channel.put("description", words.about(context.contract()).text());
            ObjectNode carried = channel.putObject("messages");
            ObjectNode operation = operations.putObject("publish" + capital(context.name()));
            operation.put("action", "send");
            operation.put("title", "Publish events of context " + context.name());
            operation.put("description", words.about(context.contract()).text());
            operation.putObject("channel").put("$ref", "#/channels/" + context.name());
            ArrayNode published = operation.putArray("messages");
            for (Class<?> event : context.events()) {
                carried.putObject(name(event)).put("$ref", "#/components/messages/" + name(event));
                published.addObject().put("$ref", "#/channels/" + context.name() + "/messages/" + name(event));
                messages.set(name(event), message(event));
            }
        }
        ObjectNode components = document.putObject("components");
        components.set("messages", messages);
        ObjectNode all = components.putObject("schemas");
        all.set("CloudEvent", headers());
        schemas.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(schema -> all.set(schema.getKey(), schema.getValue()));
        return document;
    }

    private ObjectNode message(Class<?> event) throws IOException {
        ObjectNode message = JSON.createObjectNode();
        message.put("name", EventName.PREFIX + name(event));
        message.put("title", name(event));
        message.put("summary", words.about(event).text());
        message.put("contentType", "application/json");
        message.putObject("headers").put("$ref", "#/components/schemas/CloudEvent");
        message.set("payload", schema(event));
        ObjectNode example = message.putArray("examples").addObject().put("name", "sample");
        example.set("payload", sample(event));
        message.putObject("bindings")
                .putObject("kafka")
                .put("bindingVersion", "0.5.0")
                .putObject("key")
                .put("type", "string")
                .put("description", "The event's subject");
        return message;
    }

    private static ObjectNode headers() {
        ObjectNode headers = JSON.createObjectNode().put("type", "object");
        headers.put("description", "CloudEvents 1.0, Kafka binding, binary mode");
        ArrayNode required = headers.putArray("required");
        ObjectNode properties = headers.putObject("properties");
        Map<String, String> described = new LinkedHashMap<>();
        described.put("ce_specversion", "1.0");
        described.put("ce_id", "UUIDv7, unique");
        described.put("ce_source", "/fediversity/<set-up>/<context>");
        described.put("ce_type", "org.fediversity.<name>");
        described.put("ce_subject", "Deployment id where there is one");
        described.put("ce_time", "RFC 3339");
        described.put("ce_dataschema", "Ends with the version of the event's shape");
        described.put("ce_actor", "<role>:<subject> of whoever caused it");
        described.put("ce_correlationid", "The same for all that one request led to");
        described.put("ce_causationid", "Id of the event or request that led to this one");
        described.put("ce_sequence", "Number in its stream, from 0");
        described.put("traceparent", "W3C Trace Context");
        described.forEach((name, meaning) -> {
            properties.putObject(name).put("type", "string").put("description", meaning);
            if (!List.of("ce_causationid", "traceparent").contains(name)) {
                required.add(name);
            }
        });
        return headers;
    }

    private ObjectNode schema(Class<?> type) {
        ObjectNode schema = JSON.createObjectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JSON.createArrayNode();
        for (RecordComponent field : type.getRecordComponents()) {
            ObjectNode property = schemaOf(field.getGenericType(), field.getName());
            Optional.ofNullable(words.about(type).fields().get(field.getName()))
                    .filter(meaning -> !property.has("$ref"))
                    .ifPresent(meaning -> property.put("description", meaning));
            properties.set(field.getName(), property);
            required.add(field.getName());
        }
        schema.set("required", required);
        schema.put("additionalProperties", true);
        return schema;
    }

    private ObjectNode schemaOf(Type type, String name) {
        ObjectNode schema = JSON.createObjectNode();
        switch (type) {
            case Class<?> c when c == String.class -> schema.put("type", "string");
            case Class<?> c when c == int.class -> schema.put("type", "integer").put("format", "int32");
            case Class<?> c
            when c == long.class || c == Long.class ->
                schema.put("type", "integer").put("format", "int64");
            case Class<?> c when c == boolean.class -> schema.put("type", "boolean");
            case Class<?> c when c == Object.class -> schema.put("description", "Anything");
            case Class<?> c -> {
                String known = c.getSimpleName();
                if (!schemas.containsKey(known)) {
                    schemas.put(known, JSON.createObjectNode());
                    ObjectNode made = schema(c);
                    Optional.of(words.about(c).text())
                            .filter(text -> !text.isEmpty())
                            .ifPresent(text -> made.put("description", text));
                    schemas.put(known, made);
                }
                schema.put("$ref", "#/components/schemas/" + known);
            }
            case ParameterizedType p
            when p.getRawType() == List.class -> {
                schema.put("type", "array");
                schema.set("items", schemaOf(p.getActualTypeArguments()[0], name));
            }
            case ParameterizedType p -> {
                schema.put("type", "object");
                schema.set("additionalProperties", schemaOf(p.getActualTypeArguments()[1], name));
            }
            default -> throw new IllegalArgumentException("events hold plain values only, not " + type);
        }
        return schema;
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
