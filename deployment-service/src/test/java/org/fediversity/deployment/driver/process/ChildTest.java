package org.fediversity.deployment.driver.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildTest {
    @TempDir
    Path root;

    /// Between its end and the collecting of its exit code a process is neither running nor explained.
    @Test
    void who_sees_a_child_ended_is_told_how() throws IOException {
        for (int i = 0; i < 100; i++) {
            Child child = Child.start(List.of("/bin/sh", "-c", "exit 3"), Map.of(), root, root.resolve("log"));
            while (child.isAlive()) {
                Thread.onSpinWait();
            }
            assertThat(child.lastWords()).isEqualTo("exit code 3");
        }
    }
}
