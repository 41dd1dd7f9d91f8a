package org.fediversity.modules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fediversity.expressions.Mistake;
import org.fediversity.expressions.Pointers;

/// Whether what a schema of options asks can be fulfilled at all. Only what can never be otherwise is a mistake; under
/// `if` and `not`, a schema that nothing fits has its uses.
final class OptionSense {
    private static final List<String> ALTERNATIVES = List.of("anyOf", "oneOf");
    private static final List<String> BRANCHES = List.of("then", "else");
    private static final List<String> ONE =
            List.of("then", "else", "items", "contains", "additionalProperties", "unevaluatedProperties");
    private static final List<String> LISTS = List.of("allOf", "anyOf", "oneOf", "prefixItems");
    private static final List<String> MAPS = List.of("properties", "patternProperties", "dependentSchemas", "$defs");

    private final JsonNode root;
    private final List<Mistake> mistakes = new ArrayList<>();

    private OptionSense(JsonNode root) {
        this.root = root;
    }

    /// @param schema one that [SchemaSafety] has passed
    static List<Mistake> check(JsonNode schema, String pointer) {
        var sense = new OptionSense(schema);
        sense.walk(schema, pointer);
        return sense.mistakes;
    }

    private void mistake(String pointer, String message) {
        mistakes.add(new Mistake(pointer, message));
    }

    private void walk(JsonNode schema, String at) {
        if (!schema.isObject()) {
            return;
        }
        bounds(schema, at, "minimum", "maximum", false);
        bounds(schema, at, "minimum", "exclusiveMaximum", true);
        bounds(schema, at, "exclusiveMinimum", "maximum", true);
        bounds(schema, at, "exclusiveMinimum", "exclusiveMaximum", true);
        bounds(schema, at, "minLength", "maxLength", false);
        bounds(schema, at, "minItems", "maxItems", false);
        bounds(schema, at, "minProperties", "maxProperties", false);
        if (schema.path("additionalProperties").isBoolean()
                && !schema.path("additionalProperties").asBoolean()) {
            closed(schema, schema, at, true);
        }
        ONE.forEach(keyword -> walk(schema.path(keyword), Pointers.child(at, keyword)));
        for (String keyword : LISTS) {
            for (int i = 0; i < schema.path(keyword).size(); i++) {
                walk(schema.path(keyword).path(i), Pointers.child(Pointers.child(at, keyword), i));
            }
        }
        for (String keyword : MAPS) {
            schema.path(keyword)
                    .properties()
                    .forEach(child ->
                            walk(child.getValue(), Pointers.child(Pointers.child(at, keyword), child.getKey())));
        }
    }

    private void bounds(JsonNode schema, String at, String least, String most, boolean open) {
        JsonNode low = schema.path(least);
        JsonNode high = schema.path(most);
        if (low.isNumber() && high.isNumber()) {
            int order = new BigDecimal(low.asText()).compareTo(new BigDecimal(high.asText()));
            if (order > 0 || open && order == 0) {
                mistake(Pointers.child(at, least), "leaves no value below " + most + ": nothing ever fits");
            }
        }
    }

    /// What applies where a schema lets in its own properties only.
    ///
    /// @param always whether it applies whatever the value is
    private void closed(JsonNode closing, JsonNode schema, String at, boolean always) {
        if (!schema.isObject()) {
            return;
        }
        if (always) {
            for (int i = 0; i < schema.path("required").size(); i++) {
                String name = schema.path("required").path(i).asText();
                if (!letsIn(closing, name)) {
                    mistake(
                            Pointers.child(Pointers.child(at, "required"), i),
                            "'" + name + "' is wanted, but no such option is let in: no configuration is possible");
                }
            }
        }
        if (schema != closing) {
            for (Map.Entry<String, JsonNode> property :
                    schema.path("properties").properties()) {
                boolean forbids =
                        property.getValue().isBoolean() && !property.getValue().asBoolean();
                if (!forbids && !letsIn(closing, property.getKey())) {
                    mistake(
                            Pointers.child(Pointers.child(at, "properties"), property.getKey()),
                            "can never be set: additionalProperties: false above it lets in only the properties beside"
                                    + " that; say unevaluatedProperties: false instead");
                }
            }
        }
        if (schema.path("$ref").isTextual()) {
            int before = mistakes.size();
            closed(closing, root.at(schema.get("$ref").asText().substring(1)), "", always);
            List<Mistake> there = mistakes.subList(before, mistakes.size());
            List<String> told = there.stream().map(Mistake::message).distinct().toList();
            there.clear();
            told.forEach(message -> mistake(Pointers.child(at, "$ref"), "leads to something that " + message));
        }
        for (int i = 0; i < schema.path("allOf").size(); i++) {
            closed(closing, schema.path("allOf").path(i), Pointers.child(Pointers.child(at, "allOf"), i), always);
        }
        for (String keyword : ALTERNATIVES) {
            for (int i = 0; i < schema.path(keyword).size(); i++) {
                closed(closing, schema.path(keyword).path(i), Pointers.child(Pointers.child(at, keyword), i), false);
            }
        }
        BRANCHES.forEach(keyword -> closed(closing, schema.path(keyword), Pointers.child(at, keyword), false));
        schema.path("dependentSchemas")
                .properties()
                .forEach(part -> closed(
                        closing,
                        part.getValue(),
                        Pointers.child(Pointers.child(at, "dependentSchemas"), part.getKey()),
                        false));
    }

    private static boolean letsIn(JsonNode closing, String name) {
        JsonNode alone = closing.has("properties") || closing.has("patternProperties")
                ? closing
                : JsonNodeFactory.instance.objectNode();
        return !Shape.properties(List.of(alone), name).isEmpty();
    }
}
