package org.fediversity.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An auditor with nothing but the public key and the command line.
class AuditIT {
    @TempDir
    Path directory;

    private final Person auditor = Person.named("auditor");

    private record Said(int code, String text) {}

    private Said verify(String... arguments) throws IOException, InterruptedException {
        var root = Path.of(System.getProperty("fediversity.root"));
        List<String> command = new ArrayList<>(List.of(
                root.resolve("fediversity").toString(),
                "audit",
                "verify",
                "--key",
                auditor.get("/capabilities").expect(200).at("/setup/publicKey")));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("FEDIVERSITY_TOKEN", auditor.bearer());
        var process = builder.start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }

    @Test
    void the_history_of_a_live_set_up_and_its_export_are_intact_and_a_forged_one_is_found_out() throws Exception {
        Deployed.create(Person.named("operator1"), "hello", "alpha");
        var live = verify("--url", Setup.running().gateway());
        assertThat(live.text()).contains("Intact");
        assertThat(live.code()).isZero();

        var checkpoint = Files.write(
                directory.resolve("checkpoint"),
                auditor.get("/ledger/checkpoint").expect(200).bytes());
        var export = auditor.send("GET", "/events", "", "", Map.of("Accept", "application/x-ndjson"))
                .expect(200);
        var file = Files.write(directory.resolve("events.ndjson"), export.bytes());
        assertThat(verify("--export", file.toString(), "--checkpoint", checkpoint.toString())
                        .code())
                .isZero();

        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(3, lines.get(3).replaceFirst("\"time\":\"2", "\"time\":\"1"));
        Files.write(file, lines);
        var forged = verify(
                "--export",
                file.toString(),
                "--checkpoint",
                checkpoint.toString(),
                "--url",
                Setup.running().gateway());
        assertThat(forged.text()).contains("Entry 3 was changed");
        assertThat(forged.code()).isEqualTo(1);

        lines.remove(2);
        Files.write(file, lines);
        var removed = verify("--export", file.toString(), "--checkpoint", checkpoint.toString());
        assertThat(removed.text()).contains("Entry 2 was removed");
        assertThat(removed.code()).isEqualTo(1);
    }
}
