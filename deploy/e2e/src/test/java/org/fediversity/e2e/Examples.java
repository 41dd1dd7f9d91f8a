package org.fediversity.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeMap;

/// The examples of the API's description are what these tests sent and were answered. `-Dexamples.write=true` writes
/// them down: operation to `{request, responses: {status: …}}`, and one problem per status. Of long lists and texts the
/// beginning; of secrets and of what is inside of JSON Schemas nothing.
final class Examples {
    private static final Path FILE = Path.of(System.getProperty("fediversity.root"))
            .resolve("gateway/src/main/resources/org/fediversity/gateway/api/examples.json");
    private static final boolean WRITING = Boolean.getBoolean("examples.write");
    private static final ObjectWriter WRITER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writer();
    private static final Set<String> SECRET = Set.of("secret", "token", "password");
    private static final Set<String> INSIDE_SCHEMAS =
            Set.of("properties", "items", "additionalProperties", "$defs", "allOf", "required", "default");
    private static final int MOST_ITEMS = 2;
    private static final int LONGEST_TEXT = 400;
    private static final TreeMap<String, ObjectNode> OPERATIONS = new TreeMap<>();
    private static final TreeMap<String, JsonNode> PROBLEMS = new TreeMap<>();

    private Examples() {}

    /// @param sent the request's body, empty if it had none
    static void note(Description.Operation operation, String sent, Answer answer) {
        if (!WRITING || answer.bytes().length == 0) {
            return;
        }
        synchronized (OPERATIONS) {
            if (answer.status() >= 400) {
                PROBLEMS.putIfAbsent(Integer.toString(answer.status()), shown(answer.json()));
            } else {
                noteSuccess(operation, sent, answer);
            }
            write();
        }
    }

    private static void noteSuccess(Description.Operation operation, String sent, Answer answer) {
        var example = OPERATIONS.computeIfAbsent(operation.id(), id -> Answer.JSON.createObjectNode());
        if (sent.startsWith("{") && !example.has("request")) {
            try {
                example.set("request", shown(Answer.JSON.readTree(sent)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        var responses = example.withObjectProperty("responses");
        var status = Integer.toString(answer.status());
        var said = answer.type().endsWith("json") ? shown(answer.json()) : TextNode.valueOf(shown(answer.text()));
        if (answer.type().equals("application/octet-stream") || answer.type().startsWith("application/x-")) {
            return;
        }
        // A list with something in it says more than an empty one.
        if (!responses.has(status)
                || said.toString().length()
                        > 3 * responses.path(status).toString().length()) {
            responses.set(status, said);
        }
    }

    private static JsonNode shown(JsonNode node) {
        if (node instanceof ObjectNode object) {
            var shown = JsonNodeFactory.instance.objectNode();
            var schema = object.path("type").asText().equals("object");
            object.properties().stream()
                    .filter(member -> !schema || !INSIDE_SCHEMAS.contains(member.getKey()))
                    .forEach(member -> shown.set(
                            member.getKey(),
                            SECRET.contains(member.getKey())
                                            && member.getValue().isTextual()
                                    ? TextNode.valueOf("…")
                                    : shown(member.getValue())));
            return shown;
        }
        if (node instanceof ArrayNode list) {
            var shown = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < Math.min(MOST_ITEMS, list.size()); i++) {
                shown.add(shown(list.get(i)));
            }
            return shown;
        }
        return node.isTextual() ? TextNode.valueOf(shown(node.asText())) : node;
    }

    /// Nothing of the machine that made it.
    private static String shown(String text) {
        var general = text.replace(System.getProperty("fediversity.root"), "/srv/fediversity")
                .replace("localhost:" + Setup.running().port("gateway"), "localhost:8080")
                .replace("localhost:" + Setup.running().port("keycloak"), "localhost:8180");
        return general.length() > LONGEST_TEXT ? general.substring(0, LONGEST_TEXT) + "…" : general;
    }

    private static void write() {
        var all = Answer.JSON.createObjectNode();
        all.putObject("operations").setAll(OPERATIONS);
        all.putObject("problems").setAll(PROBLEMS);
        try {
            Files.writeString(FILE, WRITER.writeValueAsString(all) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
