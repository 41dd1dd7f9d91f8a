package org.fediversity.modules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.fediversity.expressions.Pointers;

/// Completes values by the defaults of a schema. A default that stands under a condition (`if`, one of several
/// alternatives, a dependent schema) counts where the condition holds; one default may make another condition hold.
final class Defaults {
    private static final int ROUNDS = 20;
    private static final TextNode SOME_SECRET = TextNode.valueOf("secret");

    private final JsonNode root;
    private final Map<JsonNode, JsonSchema> conditions = Collections.synchronizedMap(new IdentityHashMap<>());

    /// @param root a schema that [SchemaSafety] has passed
    Defaults(JsonNode root) {
        this.root = root;
    }

    /// How often the conditions are looked at, at most.
    int rounds() {
        int conditions = 0;
        for (String keyword : List.of("if", "anyOf", "oneOf")) {
            conditions += root.findValues(keyword).size();
        }
        return Math.min(ROUNDS, conditions);
    }

    /// A copy with every default that applies.
    JsonNode complete(JsonNode value) {
        return complete(value, List.of(root));
    }

    /// Whether what applies to a value knows what stands there, though it may fail for another reason.
    boolean knows(JsonNode value, String pointer) {
        List<JsonNode> schemas = List.of(root);
        JsonNode node = value;
        for (String token : Pointers.tokens(pointer)) {
            List<JsonNode> applying = applying(schemas, node);
            schemas = node.isArray() && token.matches("\\d{1,9}")
                    ? Shape.elements(applying, Integer.parseInt(token))
                    : Shape.properties(applying, token);
            node = node.isArray() && token.matches("\\d{1,9}") ? node.path(Integer.parseInt(token)) : node.path(token);
        }
        return !schemas.isEmpty();
    }

    private JsonNode complete(JsonNode value, List<JsonNode> schemas) {
        if (value instanceof ObjectNode object && !OptionSchema.isReference(object)) {
            return object(object, schemas);
        }
        if (value instanceof ArrayNode array) {
            List<JsonNode> applying = applying(schemas, array);
            ArrayNode complete = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < array.size(); i++) {
                complete.add(complete(array.get(i), Shape.elements(applying, i)));
            }
            return complete;
        }
        return value;
    }

    private ObjectNode object(ObjectNode given, List<JsonNode> schemas) {
        ObjectNode complete = given.deepCopy();
        List<JsonNode> applying = applying(schemas, complete);
        for (int round = 0; round < ROUNDS && addDefaults(complete, applying); round++) {
            applying = applying(schemas, complete);
        }
        ObjectNode ordered = JsonNodeFactory.instance.objectNode();
        for (JsonNode schema : applying) {
            schema.path("properties").properties().forEach(property -> {
                if (complete.has(property.getKey())) {
                    ordered.putIfAbsent(property.getKey(), complete.get(property.getKey()));
                }
            });
        }
        complete.properties().forEach(field -> ordered.putIfAbsent(field.getKey(), field.getValue()));
        for (Map.Entry<String, JsonNode> field : List.copyOf(ordered.properties())) {
            ordered.set(field.getKey(), complete(field.getValue(), Shape.properties(applying, field.getKey())));
        }
        return ordered;
    }

    /// @return whether there were any
    private boolean addDefaults(ObjectNode object, List<JsonNode> applying) {
        boolean added = false;
        for (JsonNode schema : applying) {
            for (Map.Entry<String, JsonNode> property :
                    schema.path("properties").properties()) {
                String name = property.getKey();
                if (!object.has(name)) {
                    Optional<JsonNode> value =
                            applying(Shape.properties(applying, name), JsonNodeFactory.instance.missingNode()).stream()
                                    .filter(one -> one.has("default"))
                                    .map(one -> one.get("default"))
                                    .findFirst();
                    value.ifPresent(one -> object.set(name, one.deepCopy()));
                    added |= value.isPresent();
                }
            }
        }
        return added;
    }

    /// The schemas that hold for a value; of what is not there, all whose condition asks nothing of it.
    private List<JsonNode> applying(List<JsonNode> schemas, JsonNode value) {
        JsonNode masked = masked(value);
        List<JsonNode> all = new ArrayList<>();
        schemas.forEach(schema -> collect(schema, masked, all));
        return all;
    }

    private void collect(JsonNode schema, JsonNode value, List<JsonNode> all) {
        if (!schema.isObject()) {
            return;
        }
        all.add(schema);
        if (schema.path("$ref").isTextual()) {
            collect(root.at(schema.get("$ref").asText().substring(1)), value, all);
        }
        schema.path("allOf").forEach(part -> collect(part, value, all));
        if (schema.has("if")) {
            boolean holds = holds(schema.get("if"), value);
            if (holds) {
                collect(schema.get("if"), value, all);
            }
            collect(schema.path(holds ? "then" : "else"), value, all);
        }
        List<JsonNode> any = holding(schema.path("anyOf"), value);
        any.forEach(part -> collect(part, value, all));
        List<JsonNode> one = holding(schema.path("oneOf"), value);
        if (one.size() == 1) {
            collect(one.getFirst(), value, all);
        }
        chosen(any, schema.path("anyOf"), value).ifPresent(part -> collect(part, value, all));
        chosen(one, schema.path("oneOf"), value).ifPresent(part -> collect(part, value, all));
        schema.path("dependentSchemas").properties().forEach(part -> {
            if (value.has(part.getKey())) {
                collect(part.getValue(), value, all);
            }
        });
    }

    /// Where none holds: the one that was chosen, and is not yet complete.
    private Optional<JsonNode> chosen(List<JsonNode> holding, JsonNode alternatives, JsonNode value) {
        OptionalInt chosen = holding.isEmpty() ? Branches.chosen(root, alternatives, value) : OptionalInt.empty();
        return chosen.isPresent() ? Optional.of(alternatives.get(chosen.getAsInt())) : Optional.empty();
    }

    private List<JsonNode> holding(JsonNode alternatives, JsonNode value) {
        List<JsonNode> holding = new ArrayList<>();
        alternatives.forEach(part -> {
            if (holds(part, value)) {
                holding.add(part);
            }
        });
        return holding;
    }

    private boolean holds(JsonNode condition, JsonNode value) {
        if (condition.isBoolean()) {
            return condition.asBoolean();
        }
        return !value.isMissingNode()
                && conditions
                        .computeIfAbsent(condition, one -> Schemas.compile(alone(one)))
                        .validate(value)
                        .isEmpty();
    }

    /// A part of the schema that refers to no other part: what it refers to is written out.
    private JsonNode alone(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(field -> copy.set(field.getKey(), alone(field.getValue())));
            if (object.path("$ref").isTextual()) {
                copy.remove("$ref");
                ArrayNode all = JsonNodeFactory.instance.arrayNode();
                copy.path("allOf").forEach(all::add);
                all.add(alone(root.at(object.get("$ref").asText().substring(1))));
                copy.set("allOf", all);
            }
            return copy;
        }
        if (schema.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            schema.forEach(part -> copy.add(alone(part)));
            return copy;
        }
        return schema;
    }

    /// To a condition a sealed secret is a text, as the operator sent it.
    private static JsonNode masked(JsonNode value) {
        if (OptionSchema.isReference(value)) {
            return SOME_SECRET;
        }
        if (value instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(field -> copy.set(field.getKey(), masked(field.getValue())));
            return copy;
        }
        if (value.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            value.forEach(element -> copy.add(masked(element)));
            return copy;
        }
        return value;
    }
}
