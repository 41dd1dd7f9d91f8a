package org.fediversity.modules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/// Of alternatives that tell by constants for what they are: the one that a value has chosen, whatever else is wrong.
final class Branches {
    private Branches() {}

    /// @param root         of the schema, where references lead
    /// @param alternatives `oneOf` or `anyOf`
    /// @return the one branch all of whose constants fit; empty if none does, or several do
    static OptionalInt chosen(JsonNode root, JsonNode alternatives, JsonNode value) {
        OptionalInt chosen = OptionalInt.empty();
        for (int i = 0; i < alternatives.size(); i++) {
            Map<String, JsonNode> constants = new LinkedHashMap<>();
            collect(root, alternatives.get(i), constants);
            boolean fits = !constants.isEmpty()
                    && constants.entrySet().stream()
                            .allMatch(constant -> constant.getValue().equals(value.get(constant.getKey())));
            if (fits && chosen.isPresent()) {
                return OptionalInt.empty();
            }
            if (fits) {
                chosen = OptionalInt.of(i);
            }
        }
        return chosen;
    }

    private static void collect(JsonNode root, JsonNode schema, Map<String, JsonNode> constants) {
        schema.path("properties").properties().forEach(property -> {
            if (property.getValue().has("const")) {
                constants.put(property.getKey(), property.getValue().get("const"));
            }
        });
        if (schema.path("$ref").isTextual()) {
            collect(root, root.at(schema.get("$ref").asText().substring(1)), constants);
        }
        schema.path("allOf").forEach(part -> collect(root, part, constants));
    }
}
