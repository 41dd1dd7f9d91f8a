package org.fediversity.provisioning.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.fediversity.expressions.Document;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.Fault;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.GeneralRefusal;
import org.jspecify.annotations.Nullable;

/// Reads what was sent as JSON or YAML.
final class Bodies {
    /// What an answer adds to the document: it may be sent back, and means nothing.
    private static final List<String> ADDED = List.of("name", "title", "revision", "provider", "changedAt");

    private Bodies() {}

    /// What was sent, and where everything stands in it.
    record Sent(Document document, boolean yaml) {
        JsonNode root() {
            return document.root();
        }

        /// Does what may be refused for what is wrong in the document, and adds the lines where it was YAML.
        void tell(Runnable work) {
            try {
                work.run();
            } catch (RefusedException e) {
                Decision.Refused refused = e.refused();
                throw new RefusedException(new Decision.Refused(
                        refused.why(),
                        refused.detail(),
                        refused.faults().stream().map(this::located).toList()));
            }
        }

        private Fault located(Fault fault) {
            return yaml && document.line(fault.pointer()).isPresent()
                    ? new Fault(
                            fault.pointer(),
                            "line " + document.line(fault.pointer()).getAsInt() + ": " + fault.message())
                    : fault;
        }
    }

    static Sent read(@Nullable String contentType, @Nullable String body) {
        byte[] bytes = (body == null ? "" : body).getBytes(StandardCharsets.UTF_8);
        boolean yaml = contentType != null && contentType.contains("yaml");
        return switch (yaml ? Document.yaml(bytes) : Document.json(bytes)) {
            case Document.Reading.Read(var document) -> {
                strip(document.root());
                yield new Sent(document, yaml);
            }
            case Document.Reading.Unreadable unreadable ->
                throw new RefusedException(
                        GeneralRefusal.MALFORMED,
                        "The body cannot be read as " + (yaml ? "YAML: " : "JSON: ") + unreadable.text());
        };
    }

    private static void strip(JsonNode root) {
        if (root instanceof ObjectNode object && object.has("apiVersion")) {
            object.remove(ADDED);
        }
    }
}
