package org.fediversity.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Golden JSON of every version of every event. A new event writes its sample with `-Dgolden.write`; a sample that is
/// there is never changed: whoever has to, has broken the promise of [Event].
class GoldenEventsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    static Stream<Class<?>> events() {
        return leaves(Event.class).stream();
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

    private static Path file(Class<?> event) {
        EventName name = event.getAnnotation(EventName.class);
        return GOLDEN.resolve(name.value() + ".v" + name.version() + ".json");
    }

    @ParameterizedTest
    @MethodSource("events")
    void is_read_from_and_written_as_its_golden_json(Class<?> event) throws Exception {
        Path golden = file(event);
        if (Files.notExists(golden) && System.getProperty("golden.write") != null) {
            Files.createDirectories(GOLDEN);
            Files.writeString(
                    golden, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(sample(event, "")) + "\n");
        }
        assertThat(golden)
                .as("run the test with -Dgolden.write for a new event")
                .exists();
        JsonNode kept = JSON.readTree(golden.toFile());
        assertThat(JSON.<JsonNode>valueToTree(JSON.treeToValue(kept, event))).isEqualTo(kept);
    }

    @ParameterizedTest
    @MethodSource("events")
    void is_read_although_it_has_a_field_from_the_future(Class<?> event) throws Exception {
        ObjectNode future = (ObjectNode) JSON.readTree(file(event).toFile());
        future.put("fieldFromTheFuture", true);
        assertThat(JSON.treeToValue(future, event)).isInstanceOf(event);
    }

    @ParameterizedTest
    @MethodSource("events")
    void knows_its_stream_and_its_subject(Class<?> event) throws Exception {
        Event read = (Event) JSON.readTree(file(event).toFile()).traverse(JSON).readValueAs(event);
        assertThat(read.stream()).isNotBlank();
        assertThat(read.subject()).isNotBlank();
    }

    @Test
    void no_golden_json_is_without_its_event() throws IOException {
        List<String> known =
                events().map(event -> file(event).getFileName().toString()).toList();
        try (Stream<Path> files = Files.list(GOLDEN)) {
            assertThat(files.map(path -> path.getFileName().toString())).allSatisfy(name -> assertThat(known)
                    .as("old versions stay as long as their upcaster reads them")
                    .contains(name));
        }
    }

    @Test
    void names_are_unique_and_in_the_past_tense_of_the_record() {
        assertThat(events().map(event -> event.getAnnotation(EventName.class).value()))
                .doesNotHaveDuplicates();
    }

    private static Object sample(Type type, String name) throws ReflectiveOperationException {
        return switch (type) {
            case Class<?> c when c == String.class -> name.endsWith("At") ? "2026-01-02T03:04:05Z" : name + "-1";
            case Class<?> c when c == int.class -> 1;
            case Class<?> c when c == long.class || c == Long.class -> 47_110_000_000L;
            case Class<?> c when c == boolean.class -> true;
            case Class<?> c when c == Object.class -> name + "-value";
            case Class<?> c
            when c.isRecord() -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                for (RecordComponent component : c.getRecordComponents()) {
                    fields.put(component.getName(), sample(component.getGenericType(), component.getName()));
                }
                yield fields;
            }
            case ParameterizedType p
            when p.getRawType() == List.class -> List.of(sample(p.getActualTypeArguments()[0], name));
            case ParameterizedType p
            when p.getRawType() == Map.class -> Map.of("key", sample(p.getActualTypeArguments()[1], name));
            default -> throw new IllegalArgumentException("events hold plain values only, not " + type);
        };
    }
}
