package org.fediversity.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.fediversity.servers.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisedTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Console console = new Console(new PrintStream(said));

    @TempDir
    Path temporary;

    @Test
    void what_is_killed_is_started_again_and_told() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Supervised sleeper = Supervised.start(console, () -> program("sleep", "600"), threads);
            sleeper.awaitReady();
            await().until(() -> Files.exists(pidFile()));
            long first = pid();
            ProcessHandle.of(first).orElseThrow().destroyForcibly();
            await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(pidFile()) && pid() != first);
            assertThat(said.toString()).contains("ended with code 137; starts again in 1 s");
            ProcessHandle second = ProcessHandle.of(pid()).orElseThrow();
            sleeper.stop();
            await().until(() -> !second.isAlive());
            assertThat(pidFile()).doesNotExist();
        }
    }

    @Test
    void what_never_served_is_reported_with_its_last_words() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Supervised broken = Supervised.start(console, this::broken, threads);
            assertThatThrownBy(broken::awaitReady).hasMessageContaining("no such setting");
            broken.stop();
        }
    }

    private Program program(String... command) {
        return new Program("sleeper", List.of(command), Map.of(), temporary, temporary, "TERM", () -> true);
    }

    private Program broken() {
        List<String> command = List.of("bash", "-c", "echo no such setting; exit 1");
        return new Program("broken", command, Map.of(), temporary, temporary, "TERM", () -> false);
    }

    private Path pidFile() {
        return temporary.resolve("run/sleeper.pid");
    }

    private long pid() {
        try {
            String text = Files.readString(pidFile()).strip();
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
