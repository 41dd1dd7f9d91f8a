package org.fediversity.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.fediversity.launcher.journey.Answer;
import org.fediversity.servers.Java;
import org.fediversity.servers.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ModuleKitTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Object... words) {
        String[] arguments = new String[words.length + 1];
        arguments[0] = "module";
        for (int i = 0; i < words.length; i++) {
            arguments[i + 1] = words[i].toString();
        }
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    private Path begun() {
        assertThat(run("new", "guestbook", "--in", directory)).isZero();
        out.getBuffer().setLength(0);
        return directory.resolve("guestbook");
    }

    private Path changed(String right, String wrong) throws IOException {
        Path file = begun().resolve("module.yaml");
        String text = Files.readString(file);
        assertThat(text).contains(right);
        return Files.writeString(file, text.replace(right, wrong));
    }

    @Test
    void what_was_just_begun_passes_the_check() {
        assertThat(run("check", begun())).isZero();
        assertThat(out.toString()).contains("guestbook 0.1.0 is in order; runs on process");
    }

    @Test
    void beginning_does_not_touch_what_is_there() throws IOException {
        Path mine = Files.writeString(begun().resolve("module.yaml"), "mine");
        assertThat(run("new", "guestbook", "--in", directory)).isEqualTo(1);
        assertThat(mine).hasContent("mine");
        assertThat(err.toString()).contains("nothing was changed");
    }

    @Test
    void a_name_that_can_be_none_is_refused() {
        assertThat(run("new", "../Guest", "--in", directory)).isEqualTo(2);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void every_mistake_is_told_with_its_line() throws IOException {
        Path file = changed("${options.title}", "${options.titel}");
        String text = Files.readString(file);
        Files.writeString(
                file, text.replace("resource: data}", "resource: dta}").replace("/Guestbook.java", "/No.java"));
        assertThat(run("check", file)).isEqualTo(1);
        assertThat(out.toString().lines())
                .contains(told(file, "${options.titel}", "/components/0/environment/TITLE there is no option titel"))
                .contains(told(
                        file, "resource: dta", "/state/0/resource there is no resource 'dta'; there is data, address"))
                .contains(told(
                        file,
                        "/No.java",
                        "/components/0/runs/process/command/3 there is no file No.java in the module's folder"))
                .contains("3 mistakes");
    }

    private static String told(Path file, String text, String message) throws IOException {
        var lines = Files.readAllLines(file);
        int line = 1;
        while (!lines.get(line - 1).contains(text)) {
            line++;
        }
        return file + ":" + line + ": " + message;
    }

    @Test
    void what_only_trying_finds_is_told_with_the_line_of_the_expression() throws IOException {
        Path file = changed("{label: \"${deployment.label}\"}", "{label: \"deep.${deployment.label}\"}");
        assertThat(run("check", file)).isEqualTo(1);
        assertThat(out.toString())
                .contains(told(file, "deep.", "/resources/1/with/label the label of 'address' is another"));
    }

    /// No check of types finds it; only trying does.
    @Test
    void an_expression_that_fails_with_some_choice_is_told() throws IOException {
        Path file = changed(
                "      title: Entries on the page\n",
                "      title: Entries on the page\n      oneOf: [{const: 1}, {const: 2}]\n");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("        default: 100\n", "")
                        .replace("      minimum: 1\n      maximum: 1000\n      default: 100\n", "      default: 1\n")
                        .replace("\"${options.entriesShown}\"", "\"${1 / (options.entriesShown - 2)}\""));
        assertThat(run("check", file)).isEqualTo(1);
        assertThat(out.toString())
                .contains("/components/0/environment/ENTRIES_SHOWN")
                .contains("tried with");
    }

    @Test
    void options_that_exclude_one_another_under_a_condition_are_in_order() throws IOException {
        String conditions = String.join(
                "\n",
                "  if: {required: [mode], properties: {mode: {const: invite}}}",
                "  then: {required: [inviteText]}",
                "  else: {properties: {inviteText: false}}",
                "  properties:",
                "    mode: {type: string, enum: [open, invite], default: open, title: Who may sign up}",
                "    inviteText: {type: string, title: Invitation, maxLength: 100}",
                "");
        Path file = changed("\n  properties:\n", "\n" + conditions);
        assertThat(run("check", file)).as(out.toString()).isZero();
    }

    @Test
    void what_is_no_yaml_is_told_with_its_line() throws IOException {
        Path file = Files.writeString(directory.resolve("module.yaml"), "a: [1\nb: 2");
        assertThat(run("check", directory)).isEqualTo(1);
        assertThat(out.toString()).startsWith(file + ":2: ");
    }

    @Test
    void rendering_shows_what_would_become_of_it_and_no_secret() throws IOException {
        Path file = changed(
                "    # apiKey: {type: string, title: Key for something, maxLength: 200, writeOnly: true}",
                "    apiKey: {type: string, title: Key for something, maxLength: 200, writeOnly: true}");
        Files.writeString(
                file, Files.readString(file).replace("      PORT:", "      KEY: \"${options.apiKey}\"\n      PORT:"));
        Path options = Files.writeString(
                directory.resolve("options.yaml"), "title: Mine\nstorageGiB: 7\napiKey: canary-4711\n");
        assertThat(run("render", file, "--options", options)).isZero();
        JsonNode shown = JSON.readTree(out.toString());
        assertThat(shown.at("/components/0/environment/TITLE").asText()).isEqualTo("Mine");
        assertThat(shown.at("/components/0/environment/KEY").asText()).isEqualTo("‹apiKey›");
        assertThat(shown.at("/resources/1/request/sizeGiB").asInt()).isEqualTo(7);
        assertThat(shown.at("/schema/properties/title/maxLength").asInt()).isEqualTo(60);
        assertThat(out.toString()).doesNotContain("canary");
    }

    @Test
    void options_that_do_not_fit_are_told() throws IOException {
        Path options = Files.writeString(directory.resolve("options.yaml"), "storageGiB: many\n");
        assertThat(run("render", begun(), "--options", options)).isEqualTo(1);
        assertThat(err.toString()).contains("/storageGiB", "/title is missing");
    }

    @Test
    void answers_that_differ_in_the_order_of_json_only_are_the_same() {
        assertThat(ModuleTrial.same(answer(200, "{\"a\":1,\"b\":[1,2]}"), answer(200, "{\"b\":[1,2],\"a\":1}")))
                .isTrue();
        assertThat(ModuleTrial.same(answer(200, "{\"b\":[1,2]}"), answer(200, "{\"b\":[2,1]}")))
                .isFalse();
        assertThat(ModuleTrial.same(answer(200, "{}"), answer(404, "{}"))).isFalse();
        assertThat(ModuleTrial.same(answer(200, "<p>a</p>"), answer(200, "<p>b</p>")))
                .isFalse();
    }

    private static Answer answer(int status, String body) {
        return new Answer(
                "GET /",
                status,
                HttpHeaders.of(Map.of(), (name, value) -> true),
                body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void the_guest_book_that_a_module_begins_with_works() throws Exception {
        Path folder = begun();
        int port = Ports.free();
        ProcessBuilder builder = new ProcessBuilder(
                Java.home().resolve("bin/java").toString(),
                "-Xmx64m",
                folder.resolve("Guestbook.java").toString());
        builder.environment().put("PORT", "" + port);
        builder.environment().put("DATA", directory.toString());
        builder.environment().put("TITLE", "Ours <3");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://localhost:" + port + "/");
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                                    .statusCode()
                            == 200);
            String page = http.send(
                            HttpRequest.newBuilder(uri)
                                    .POST(HttpRequest.BodyPublishers.ofString("text=Hello+%3Cb%3E"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            assertThat(page).contains("<li>Hello &lt;b&gt;</li>", "Ours &lt;3");
        } finally {
            process.destroy();
        }
    }
}
