package org.fediversity.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftOversTest {
    @TempDir
    Path temporary;

    @Test
    void a_deployed_application_that_was_left_behind_is_ended() throws Exception {
        Process process = new ProcessBuilder("sleep", "600").start();
        Path instance = Files.createDirectories(home().data("deployment").resolve("processes/d/alpha/web/1"));
        long start = process.info().startInstant().orElseThrow().toEpochMilli();
        Files.writeString(instance.resolve("pid"), process.pid() + " " + start + "\n");
        assertThat(new LeftOvers(home()).endApplications()).isEqualTo(1);
        await().until(() -> !process.isAlive());
    }

    @Test
    void a_process_that_only_has_the_same_id_is_left_alone() throws Exception {
        Process innocent = new ProcessBuilder("sleep", "600").start();
        try {
            Path file = Files.createDirectories(home().run()).resolve("kafka.pid");
            Files.writeString(file, innocent.pid() + "\n");
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
            assertThat(new LeftOvers(home()).endChildren()).isZero();
            assertThat(innocent.isAlive()).isTrue();
        } finally {
            innocent.destroyForcibly();
        }
    }

    private Home home() {
        return new Home(temporary, temporary.resolve(".fediversity"));
    }
}
