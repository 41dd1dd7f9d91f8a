package org.fediversity.modules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What no look at a module finds, but trying it does.
class TrialTest {
    private static final String HEAD =
            "apiVersion: fediversity.org/v1\nkind: Application\nmetadata: {name: evil, version: 1.0.0, title: Evil}\n";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "${!options.objectStorage}"     | "${options.storageGiB}"                                | /resources/2/when             | true or false
            type: postgresql, with          | type: postgresql, when: "${options.storageGiB > 50}", with | /components/0/environment/DATABASE_URL | no 'database' here
            "${resources.database.jdbcUrl}" | "${resources.actorKey.value}"                          | /components/0/environment/DATABASE_URL | no 'value' here
            quotaGiB: "${options.storageGiB}" | quotaGiB: "${10 / (options.storageGiB - 5)}"         | /resources/1/with/quotaGiB    | divides by zero
            quotaGiB: "${options.storageGiB}" | quotaGiB: "${options.storageGiB - 5}"                | /resources/1/with/quotaGiB    | exclusive minimum
            memoryMiB: 512                  | memoryMiB: "${512 / (options.storageGiB - 5)}"       | /components/0/needs/memoryMiB | divides by zero
            "${options.title}"              | "${[1,2,3].map(a,[1,2,3].map(b,[1,2,3].map(c,[1,2,3].map(d,[1,2,3].map(e,[1,2,3].map(f,[1,2,3].map(g,[1,2,3].map(h,[1,2,3].map(i,[1,2,3].map(j,[1,2,3].map(k,[1,2,3].map(l,[1,2,3].map(m,[1,2,3].map(n,1))))))))))))))}" | /components/0/environment/TITLE | too many steps
            """)
    void it_is_told_where_it_stands(String right, String wrong, String pointer, String message) {
        assertThat(ModuleFormatTest.NOTES).contains(right);
        assertThat(ModuleFormat.check(Yaml.tree(ModuleFormatTest.NOTES.replace(right, wrong))))
                .as(right)
                .anySatisfy(mistake -> {
                    assertThat(mistake.pointer()).isEqualTo(pointer);
                    assertThat(mistake.message()).contains(message).contains("tried with");
                });
    }

    private static String many(int times, String part) {
        return IntStream.range(0, times)
                .mapToObj(i -> part.replace("#", String.valueOf(i)).replace("@", String.valueOf(i + 1)))
                .collect(Collectors.joining(", "));
    }

    private static String environment(String expression, int times) {
        return HEAD
                + "components:\n  - {name: web, needs: {cpu: 1, memoryMiB: 1, diskGiB: 1}, runs: {process: {command: [x]}},"
                + " environment: {" + many(times, "V#: \"${" + expression + "}\"") + "}}\n";
    }

    private static String options(String options) {
        return HEAD + "options: {type: object, " + options + "}\n";
    }

    static Stream<Arguments> hostile() {
        String loop = "[0,1,2,3,4,5,6,7,8,9]";
        return Stream.of(
                Arguments.of(
                        "expressions that all cost much, and none too much",
                        environment(
                                "%1$s.all(a, %1$s.all(b, %1$s.all(c, %1$s.all(d, a + b + c + d + # >= 0))))"
                                        .formatted(loop),
                                450)),
                Arguments.of(
                        "a list that is endless",
                        options(
                                "required: [a], properties: {a: {type: array, minItems: 2000000000, items: {type: string}}}")),
                Arguments.of(
                        "lists in lists",
                        options(
                                "required: [a], properties: {a: {type: array, minItems: 1000, items: {type: array, minItems: 1000, items:"
                                        + " {type: array, minItems: 1000, items: {type: string}}}}}")),
                Arguments.of(
                        "a long default under many schemas",
                        options("properties: {a: {type: array, items: {allOf: [" + many(5_000, "{minLength: 0}")
                                + "]}, default: [" + many(20_000, "x") + "]}}")),
                Arguments.of(
                        "many options",
                        options("properties: {" + many(4_000, "a#: {type: string, maxLength: 2000}") + "}")),
                Arguments.of(
                        "many required options",
                        options("required: [" + many(2_000, "a#") + "], properties: {"
                                + many(2_000, "a#: {type: string}") + "}")),
                Arguments.of(
                        "a chain of conditions",
                        options("unevaluatedProperties: false, properties: {a0: {type: boolean}}, allOf: ["
                                + many(
                                        700,
                                        "{if: {properties: {a#: {const: true}}, required: [a#]}, then: {required: [a@], properties: {a@: {type: boolean}}}}")
                                + "]")),
                Arguments.of(
                        "a chain of defaults",
                        options(
                                "unevaluatedProperties: false, properties: {a0: {type: boolean, default: true}}, allOf: ["
                                        + many(
                                                700,
                                                "{if: {properties: {a#: {const: true}}, required: [a#]}, then: {properties: {a@: {type: boolean, default: true}}}}")
                                        + "]")),
                Arguments.of(
                        "alternatives that multiply",
                        options("properties: {"
                                + many(40, "a#: {anyOf: [" + "{type: string, enum: [a, b, c]}, ".repeat(20) + "]}")
                                + "}")),
                Arguments.of(
                        "patterns for every name",
                        options("properties: {" + many(1_000, "a#: {type: string}") + "}, patternProperties: {"
                                + many(45, "'^b#.*c.*d$': {type: string}") + "}")),
                Arguments.of(
                        "wide references",
                        options("$defs: {d0: {type: object, properties: {" + many(20, "p#: {type: string}") + "}}"
                                + IntStream.range(1, 11)
                                        .mapToObj(i ->
                                                ", d%1$d: {type: object, properties: {x: {$ref: '#/$defs/d%2$d'}, y: {$ref: '#/$defs/d%2$d'}}}"
                                                        .formatted(i, i - 1))
                                        .collect(Collectors.joining())
                                + "}, properties: {a: {$ref: '#/$defs/d10'}}")));
    }

    /// Judging is a matter of steps that are counted; of time only that it does not get out of hand, on any
    /// machine. What is loaded and compiled for the first module is not the module's fault.
    @BeforeAll
    static void judges_one_that_means_well() {
        ModuleFormat.check(Yaml.tree(options("properties: {title: {type: string, pattern: '^a+$'}}")));
    }

    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void a_hostile_module_is_judged_soon(String what, String yaml) {
        JsonNode module = Yaml.tree(yaml);
        long start = processorTime();
        ModuleFormat.check(module);
        Duration took = Duration.ofNanos(processorTime() - start);
        assertThat(took).isLessThan(Duration.ofSeconds(3));
    }
}
