package org.fediversity.provisioning.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.fediversity.expressions.Document;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.GeneralRefusal;
import org.jspecify.annotations.Nullable;

/// Reads what was sent as JSON or YAML.
final class Bodies {
    /// What an answer adds to the document: it may be sent back, and means nothing.
    private static final List<String> ADDED = List.of("name", "title", "revision", "provider", "changedAt");

    private Bodies() {}

    static JsonNode read(@Nullable String contentType, @Nullable String body) {
        byte[] bytes = (body == null ? "" : body).getBytes(StandardCharsets.UTF_8);
        boolean yaml = contentType != null && contentType.contains("yaml");
        return switch (yaml ? Document.yaml(bytes) : Document.json(bytes)) {
            case Document.Reading.Read(var document) -> stripped(document.root());
            case Document.Reading.Unreadable unreadable ->
                throw new RefusedException(
                        GeneralRefusal.MALFORMED,
                        "The body cannot be read as " + (yaml ? "YAML: " : "JSON: ") + unreadable.text());
        };
    }

    private static JsonNode stripped(JsonNode root) {
        if (root instanceof ObjectNode object && object.has("apiVersion")) {
            object.remove(ADDED);
        }
        return root;
    }
}
