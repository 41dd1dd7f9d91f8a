package org.fediversity.provisioning.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.fediversity.runtime.Fault;
import org.junit.jupiter.api.Test;

class EnvironmentFormatTest {
    private static List<String> pointers(String text) {
        return faults(text).stream().map(Fault::pointer).distinct().toList();
    }

    private static List<Fault> faults(String text) {
        return new EnvironmentFormat(Sample.DRIVERS).faults(Sample.yaml(text));
    }

    @Test
    void a_sound_environment_has_no_faults() {
        assertThat(faults(Sample.ALPHA)).isEmpty();
    }

    @Test
    void every_mistake_is_told_at_once_with_its_pointer() {
        String wrong = Sample.ALPHA
                .replace("backend: process", "backend: cloud")
                .replace("name: zone", "name: hosts")
                .replace("driver: localhost", "driver: bind")
                .replace("cpu: 4", "cpu: many")
                .replace("use: big-pg", "use: huge-pg");
        assertThat(pointers(wrong))
                .contains(
                        "/backend",
                        "/resources/0/capacity/cpu",
                        "/resources/3/name",
                        "/resources/3/driver",
                        "/policy/1/use");
    }

    @Test
    void an_expression_that_does_not_compile_is_told() {
        assertThat(pointers(Sample.ALPHA.replace("request.memoryMiB > 4096", "request.memoryMiB >")))
                .containsExactly("/policy/0/when");
    }

    @Test
    void an_expression_may_name_known_things_only() {
        assertThat(pointers(Sample.ALPHA.replace("request.memoryMiB >", "requests.memoryMiB >")))
                .containsExactly("/policy/0/when");
        assertThat(pointers(Sample.ALPHA.replace("request.name == 'archive'", "request.application == 'archive'")))
                .hasSize(1);
        assertThat(pointers(Sample.ALPHA.replace("request.memoryMiB >", "request.memory >")))
                .containsExactly("/policy/0/when");
        assertThat(pointers(Sample.ALPHA.replace("request.name == 'archive'", "usage.pq.databases.free > 0")))
                .containsExactly("/policy/1/when");
    }

    @Test
    void a_condition_is_true_or_false() {
        assertThat(pointers(Sample.ALPHA.replace("${true}", "${1 + 1}"))).containsExactly("/policy/3/when");
        assertThat(pointers(Sample.ALPHA.replace("${true}", "always"))).containsExactly("/policy/3/when");
    }

    @Test
    void a_rule_either_uses_or_refuses() {
        assertThat(pointers(Sample.ALPHA.replace("use: big-pg", "use: big-pg, refuse: no")))
                .contains("/policy/1");
        assertThat(pointers(Sample.ALPHA.replace(", use: big-pg", ""))).contains("/policy/1");
    }

    @Test
    void a_driver_says_what_it_must_know() {
        assertThat(faults(Sample.ALPHA.replace("host: big, ", "")))
                .containsExactly(new Fault("/resources/2/at/host", "is missing"));
    }

    @Test
    void what_is_missing_or_unknown_is_pointed_at_itself() {
        String wrong = Sample.ALPHA
                .replace("name: zone, ", "")
                .replace("driver: localhost}", "driver: localhost, a/b: 1}")
                .replace("backend: process", "rooms: [a]");
        assertThat(faults(wrong))
                .containsExactly(
                        new Fault("/backend", "is missing"),
                        new Fault("/resources/3/a~1b", "is unknown here"),
                        new Fault("/resources/3/name", "is missing"),
                        new Fault("/rooms", "is unknown here"));
    }

    @Test
    void a_secret_that_is_none_is_told_in_one_sentence() {
        assertThat(faults(Sample.ALPHA.replace("{secret: pg}}, capacity", "{secrte: pg}}, capacity")))
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.pointer()).isEqualTo("/resources/1/at/password");
                    assertThat(fault.message()).contains("{secret: name}");
                });
    }

    @Test
    void a_quantity_that_is_never_counted_is_told() {
        assertThat(faults(Sample.ALPHA.replace("memoryMiB: 8192", "memoryMib: 8192")))
                .containsExactly(new Fault(
                        "/resources/0/capacity/memoryMib",
                        "is no quantity of a machine; there is count, cpu, diskGiB, memoryMiB"));
    }

    @Test
    void every_quantity_that_may_be_declared_is_counted() {
        Map<String, Map<String, Object>> requests = Map.of(
                "machine", Map.of("cpu", 1, "memoryMiB", 1, "diskGiB", 1),
                "postgresql", Map.of(),
                "redis", Map.of("maxMemoryMiB", 1),
                "bucket", Map.of("quotaGiB", 1),
                "volume", Map.of("sizeGiB", 1),
                "domain-name", Map.of("label", "a"));
        requests.forEach((type, request) ->
                assertThat(Amounts.demand(type, request).byDimension().keySet()).containsAll(Amounts.dimensions(type)));
    }

    @Test
    void a_rule_uses_what_it_may_be_about() {
        String media = Sample.ALPHA.replace("use: big-pg", "use: zone");
        assertThat(faults(media))
                .containsExactly(
                        new Fault("/policy/1/use", "'zone' is of type domain-name, and this rule is about postgresql"));
        assertThat(faults(Sample.ALPHA.replace("request.type == 'postgresql' && request.name", "request.name")))
                .isEmpty();
        assertThat(faults(Sample.ALPHA.replace(
                        "request.type == 'postgresql' && request.name == 'archive'",
                        "request.type in ['bucket', 'postgresql'] && request.name == 'archive'")))
                .isEmpty();
        assertThat(faults(Sample.ALPHA.replace(
                        "\"${request.type == 'postgresql' && request.name == 'archive'}\"", "false")))
                .isEmpty();
    }

    @Test
    void a_rule_adds_what_the_driver_knows() {
        assertThat(faults(Sample.ALPHA.replace("connectionLimit: 20", "connectionLimits: 20")))
                .containsExactly(new Fault(
                        "/policy/2/with/connectionLimits",
                        "is no addition that the driver knows; there is connectionLimit, note"));
        Fault whole = new Fault("/policy/2/with/connectionLimit", "must be a whole number");
        for (String value : List.of("many", "2.5", "null", "\"${'7'}\"", "[7]")) {
            assertThat(faults(Sample.ALPHA.replace("connectionLimit: 20", "connectionLimit: " + value)))
                    .as(value)
                    .containsExactly(whole);
        }
        assertThat(faults(Sample.ALPHA.replace("connectionLimit: 20", "connectionLimit: \"${operator.id}\"")))
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.pointer()).isEqualTo(whole.pointer());
                    assertThat(fault.message()).startsWith(whole.message());
                });
        assertThat(faults(
                        Sample.ALPHA.replace("connectionLimit: 20", "connectionLimit: \"${size(operator.tags) + 7}\"")))
                .isEmpty();
    }

    @Test
    void a_condition_that_turns_out_to_be_none_is_told() {
        assertThat(faults(Sample.ALPHA.replace("${request.type == 'postgresql'}", "${request.type}")))
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.pointer()).isEqualTo("/policy/2/when");
                    assertThat(fault.message()).startsWith("a condition is true or false");
                });
        assertThat(pointers(Sample.ALPHA.replace("${request.type == 'postgresql'}", "")))
                .containsExactly("/policy/2/when");
    }

    @Test
    void a_policy_is_tried_before_anybody_needs_it() {
        assertThat(faults(Sample.ALPHA.replace("o.type == request.type", "o.typ == request.type")))
                .containsExactly(new Fault(
                        "/policy/3/use",
                        "cannot be evaluated: there is no 'typ' here; has() tells whether there is (for any request of"
                                + " type domain-name, login-shell, machine, secret, volume)"));
        assertThat(faults(Sample.ALPHA.replace("request.name == 'archive'", "usage.pg.databases + 1 <= 2")))
                .containsExactly(new Fault(
                        "/policy/1/when",
                        "cannot be evaluated: an operator or function in it does not fit the kinds of its values (for"
                                + " any request of type postgresql)"));
    }

    @Test
    void what_fails_for_some_requests_only_may_be_meant() {
        for (String condition : List.of(
                "request.majorAtLeast > 90",
                "{'op-1': true}[operator.id]",
                "int(operator.id) > 5",
                "10 / usage.pg.databases.reserved > 1",
                "usage.pg.databases.free < 1")) {
            assertThat(faults(Sample.ALPHA.replace("request.name == 'archive'", condition)))
                    .as(condition)
                    .isEmpty();
        }
        assertThat(faults(Sample.ALPHA.replace("request.memoryMiB > 4096", "request.cpu * 2.0 > 9.0")))
                .isEmpty();
        assertThat(faults(Sample.ALPHA
                        .replace("name: pg, type: postgresql", "name: pq, type: postgresql")
                        .replace("use: pg,", "use: pq,")))
                .isEmpty();
    }

    @Test
    void a_reference_into_the_vault_is_not_for_outsiders() {
        assertThat(pointers(Sample.ALPHA.replace("{secret: pg}}, capacity", "{vault: provisioning/1}}, capacity")))
                .contains("/resources/1/at/password");
    }

    @Test
    void what_is_no_object_has_a_fault_and_no_exception() {
        assertThat(faults("[]")).isNotEmpty();
        assertThat(faults("{resources: 1, policy: {}}")).isNotEmpty();
        assertThat(faults("{resources: [1], policy: [2]}")).isNotEmpty();
    }
}
