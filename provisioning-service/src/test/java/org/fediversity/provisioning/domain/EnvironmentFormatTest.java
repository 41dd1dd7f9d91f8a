package org.fediversity.provisioning.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
        assertThat(faults(Sample.ALPHA.replace("host: big, ", ""))).anySatisfy(fault -> {
            assertThat(fault.pointer()).isEqualTo("/resources/2/at");
            assertThat(fault.message()).contains("host");
        });
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
