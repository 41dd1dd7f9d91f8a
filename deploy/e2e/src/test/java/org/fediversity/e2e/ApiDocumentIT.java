package org.fediversity.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The commands of `deploy/docs/api.md`, in order, in one shell. What a block prints is what stands below it; `…`
/// stands for anything.
class ApiDocumentIT {
    private static final String MARK = "--- end of block ---";
    private static final Pattern BLOCK =
            Pattern.compile("```bash\\n(.*?)```(?:\\s*```text\\n(.*?)```)?", Pattern.DOTALL);

    private record Block(String commands, String output) {}

    private static List<Block> blocks() throws IOException {
        String document =
                Files.readString(Path.of(System.getProperty("fediversity.root")).resolve("deploy/docs/api.md"));
        return BLOCK.matcher(document)
                .results()
                .map(block -> new Block(block.group(1), block.group(2) == null ? "" : block.group(2)))
                .toList();
    }

    @Test
    void every_command_of_the_document_answers_what_the_document_says() throws Exception {
        assumeThat(installed("curl")).as("curl is installed").isTrue();
        List<Block> blocks = blocks();
        assertThat(blocks).hasSizeGreaterThan(5);
        List<String> printed = run(blocks);
        for (int i = 0; i < blocks.size(); i++) {
            assertThat(i < printed.size() ? printed.get(i).strip() : "the shell ended before")
                    .as(blocks.get(i).commands())
                    .matches(expected(blocks.get(i).output()));
        }
    }

    private static Pattern expected(String output) {
        List<String> parts = new ArrayList<>();
        for (String part : output.strip().split("…", -1)) {
            parts.add(Pattern.quote(part));
        }
        return Pattern.compile(String.join("[^\\n]*", parts));
    }

    /// @return what each block printed
    private static List<String> run(List<Block> blocks) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder("set -u\n");
        blocks.forEach(block ->
                script.append(block.commands()).append("echo '").append(MARK).append("'\n"));
        var builder = new ProcessBuilder("bash", "-s").redirectErrorStream(true);
        builder.environment().put("API", Setup.running().gateway() + "/api/v1");
        builder.environment().put("TOKENS", Setup.running().tokenEndpoint());
        var shell = builder.start();
        try (var commands = shell.getOutputStream()) {
            commands.write(script.toString().getBytes(StandardCharsets.UTF_8));
        }
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return List.of(printed.split(MARK + "\n"));
    }

    private static boolean installed(String program) throws InterruptedException {
        try {
            return new ProcessBuilder(program, "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _) {
            return false;
        }
    }
}
