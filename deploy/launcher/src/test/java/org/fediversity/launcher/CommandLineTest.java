package org.fediversity.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import javax.imageio.ImageIO;
import org.fediversity.launcher.journey.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
    @ParameterizedTest
    @ValueSource(strings = {"up", "down", "status", "logs", "test", "demo", "audit", "module"})
    void every_command_explains_itself(String command) {
        StringWriter said = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(said));
        assertThat(line.execute(command, "--help")).isZero();
        assertThat(said.toString()).contains("Usage: ./fediversity " + command);
    }

    @Test
    void an_unknown_port_name_is_refused_with_the_known_ones() {
        StringWriter said = new StringWriter();
        CommandLine line = Main.commandLine().setErr(new PrintWriter(said));
        assertThat(line.execute("up", "--port", "gatevay=1")).isEqualTo(2);
        assertThat(said.toString()).contains("gatevay", "kafka-controller");
    }

    @Test
    void the_picture_of_the_demo_is_one() throws Exception {
        assertThat(ImageIO.read(new ByteArrayInputStream(Picture.sunset())).getWidth())
                .isEqualTo(320);
    }
}
