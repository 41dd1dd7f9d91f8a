package org.fediversity.gateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.fediversity.runtime.Json;

/// Writes examples into the merged document. They were sent and answered in end-to-end tests (`examples.json` is
/// written by those), and are put where the document speaks of JSON or text.
final class OpenApiExamples {
    private static final Pattern JSON = Pattern.compile("application/([\\w.-]+\\+)?json");
    private static final JsonNode RECORDED = recorded();

    private OpenApiExamples() {}

    private static JsonNode recorded() {
        try (InputStream file = OpenApiExamples.class.getResourceAsStream("examples.json")) {
            return file == null ? Json.tree("{}") : Json.tree(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(ObjectNode document) {
        document.path("paths")
                .forEach(path -> path.forEach(operation -> {
                    JsonNode example = RECORDED.path("operations")
                            .path(operation.path("operationId").asText());
                    put(operation.path("requestBody"), example.path("request"));
                    operation
                            .path("responses")
                            .properties()
                            .forEach(response -> put(
                                    response.getValue(),
                                    example.path("responses").path(response.getKey())));
                }));
        RECORDED.path("problems")
                .properties()
                .forEach(problem -> put(
                        document.path("components").path("responses").path("Refused" + problem.getKey()),
                        problem.getValue()));
    }

    private static void put(JsonNode described, JsonNode example) {
        if (example.isMissingNode()) {
            return;
        }
        described.path("content").properties().forEach(content -> {
            if ((example.isTextual()
                            ? content.getKey().equals("text/plain")
                            : JSON.matcher(content.getKey()).matches())
                    && content.getValue() instanceof ObjectNode media) {
                media.set("example", example);
            }
        });
    }
}
