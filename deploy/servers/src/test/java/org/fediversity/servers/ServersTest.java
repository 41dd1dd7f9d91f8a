package org.fediversity.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path temporary;

    @Test
    void postgresql_keeps_its_data_between_two_runs() {
        int port = Ports.free();
        Path home = Postgresql.install(Artefacts.directory());
        Program program =
                Postgresql.program(home, temporary.resolve("pg"), temporary, port, "secret", Map.of("fsync", "off"));
        try (Child child = program.start().awaitReady(PATIENCE)) {
            Postgresql.createDatabase(port, "secret", "kept", "owned");
            assertThat(child.pid()).isPresent();
        }
        assertThat(Ports.open(port)).isFalse();
        try (Child _ = Postgresql.program(home, temporary.resolve("pg"), temporary, port, "secret", Map.of())
                .start()
                .awaitReady(PATIENCE)) {
            assertThat(Files.exists(temporary.resolve("pg/PG_VERSION"))).isTrue();
            Postgresql.createDatabase(port, "secret", "kept", "owned");
        }
    }

    @Test
    void kafka_starts_and_leaves_nothing_behind() {
        int port = Ports.free();
        Program program = Kafka.program(temporary.resolve("kafka"), temporary, port, Ports.free());
        try (Child _ = program.start().awaitReady(PATIENCE)) {
            assertThat(Ports.open(port)).isTrue();
        }
        assertThat(Ports.open(port)).isFalse();
        assertThat(program.pidFile()).doesNotExist();
    }

    @Test
    void s3_starts_and_leaves_nothing_behind() {
        int port = Ports.free();
        try (Child _ = S3.program(temporary.resolve("s3"), temporary, port, "key", "secret")
                .start()
                .awaitReady(PATIENCE)) {
            assertThat(Ports.open(port)).isTrue();
        }
        assertThat(Ports.open(port)).isFalse();
    }

    @Test
    void a_program_that_ends_by_itself_tells_its_last_words() {
        Program program = new Program(
                "short",
                List.of("bash", "-c", "echo oh no; exit 3"),
                Map.of(),
                temporary,
                temporary,
                "TERM",
                () -> false);
        try (Child child = program.start()) {
            assertThatThrownBy(() -> child.awaitReady(PATIENCE))
                    .hasMessageContaining("code 3")
                    .hasMessageContaining("oh no");
        }
    }

    @Test
    void a_program_is_ended_with_the_processes_it_started() throws Exception {
        Path grandchild = temporary.resolve("grandchild");
        Program program = new Program(
                "family",
                List.of("bash", "-c", "sleep 600 & echo $! > " + grandchild + "; wait"),
                Map.of(),
                temporary,
                temporary,
                "TERM",
                () -> Files.exists(grandchild));
        ProcessHandle process;
        try (Child _ = program.start().awaitReady(PATIENCE)) {
            process = ProcessHandle.of(
                            Long.parseLong(Files.readString(grandchild).strip()))
                    .orElseThrow();
        }
        process.onExit().get(10, TimeUnit.SECONDS);
    }

    @Test
    void a_killed_guard_takes_its_program_along() throws Exception {
        Program program =
                new Program("guarded", List.of("sleep", "600"), Map.of(), temporary, temporary, "TERM", () -> true);
        try (Child child = program.start()) {
            while (child.pid().isEmpty()) {
                Thread.onSpinWait();
            }
            ProcessHandle sleeper = ProcessHandle.of(child.pid().getAsLong()).orElseThrow();
            sleeper.parent().orElseThrow().destroyForcibly();
            sleeper.onExit().get(10, TimeUnit.SECONDS);
        }
    }
}
