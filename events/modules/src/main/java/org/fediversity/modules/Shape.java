package org.fediversity.modules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fediversity.expressions.SafePattern;

/// What a schema says of one place in a document, whatever way it says it: directly, by `$ref`, or in one of several
/// alternatives. Made for schemas that [SchemaSafety] has passed: local references only, and none that leads back.
record Shape(JsonNode root, List<JsonNode> schemas) {
    private static final List<String> IN_PLACE_LISTS = List.of("allOf", "anyOf", "oneOf");
    private static final List<String> IN_PLACE = List.of("if", "then", "else");

    static Shape of(JsonNode root) {
        return new Shape(root, flat(root, List.of(root)));
    }

    private static List<JsonNode> flat(JsonNode root, List<JsonNode> start) {
        List<JsonNode> all = new ArrayList<>();
        start.forEach(schema -> flatten(root, schema, all));
        return all;
    }

    private static void flatten(JsonNode root, JsonNode schema, List<JsonNode> all) {
        if (!schema.isObject()) {
            return;
        }
        all.add(schema);
        if (schema.path("$ref").isTextual()) {
            flatten(root, root.at(schema.get("$ref").asText().substring(1)), all);
        }
        IN_PLACE_LISTS.forEach(keyword -> schema.path(keyword).forEach(part -> flatten(root, part, all)));
        IN_PLACE.forEach(keyword -> flatten(root, schema.path(keyword), all));
        schema.path("dependentSchemas").forEach(part -> flatten(root, part, all));
    }

    /// What it says of a property.
    Shape property(String name) {
        return new Shape(root, flat(root, properties(schemas, name)));
    }

    /// What schemas say of a property, references not followed.
    static List<JsonNode> properties(List<JsonNode> schemas, String name) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode schema : schemas) {
            boolean known = false;
            if (schema.path("properties").has(name)) {
                found.add(schema.get("properties").get(name));
                known = true;
            }
            for (Map.Entry<String, JsonNode> pattern :
                    schema.path("patternProperties").properties()) {
                if (matches(pattern.getKey(), name)) {
                    found.add(pattern.getValue());
                    known = true;
                }
            }
            if (!known && schema.path("additionalProperties").isObject()) {
                found.add(schema.get("additionalProperties"));
            }
        }
        return found;
    }

    private static boolean matches(String pattern, String name) {
        try {
            return SafePattern.compile(pattern).find(name);
        } catch (SafePattern.Refused e) {
            throw new IllegalArgumentException(e);
        }
    }

    /// What it says of an element.
    Shape element(int index) {
        return new Shape(root, flat(root, elements(schemas, index)));
    }

    /// What schemas say of an element, references not followed.
    static List<JsonNode> elements(List<JsonNode> schemas, int index) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode schema : schemas) {
            if (schema.path("prefixItems").has(index)) {
                found.add(schema.get("prefixItems").get(index));
            } else if (schema.path("items").isObject()) {
                found.add(schema.get("items"));
            }
        }
        return found;
    }

    /// Whether it says anything.
    boolean isDeclared() {
        return !schemas.isEmpty();
    }

    /// Whether it lets in properties that it does not know: only if it says so.
    boolean isOpen() {
        return schemas.stream()
                .anyMatch(schema -> schema.path("additionalProperties").isObject()
                        || schema.path("additionalProperties").asBoolean(false)
                        || schema.path("unevaluatedProperties").asBoolean(false)
                        || schema.has("patternProperties"));
    }

    boolean isSecret() {
        return schemas.stream().anyMatch(schema -> schema.path("writeOnly").asBoolean(false));
    }

    /// Names of the declared properties, in order.
    Set<String> properties() {
        Set<String> names = new LinkedHashSet<>();
        schemas.forEach(
                schema -> schema.path("properties").properties().forEach(property -> names.add(property.getKey())));
        return names;
    }

    /// The types it allows; empty if it does not say.
    Set<String> types() {
        Set<String> types = new LinkedHashSet<>();
        for (JsonNode schema : schemas) {
            if (schema.path("type").isTextual()) {
                types.add(schema.get("type").asText());
            }
            schema.path("type").forEach(type -> types.add(type.asText()));
            schema.path("enum").forEach(value -> types.add(typeOf(value)));
            if (schema.has("const")) {
                types.add(typeOf(schema.get("const")));
            }
        }
        return types;
    }

    static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> "boolean";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case STRING -> "string";
            case ARRAY -> "array";
            case OBJECT -> "object";
            case NULL, MISSING, BINARY, POJO -> "null";
        };
    }

    /// The first default it gives.
    java.util.Optional<JsonNode> defaultValue() {
        return schemas.stream()
                .filter(schema -> schema.has("default"))
                .map(schema -> schema.get("default"))
                .findFirst();
    }

    /// Whether a secret may lie anywhere below.
    boolean hasSecrets() {
        return isSecret()
                || schemas.stream().anyMatch(schema -> {
                    boolean[] found = {false};
                    schema.findValues("writeOnly").forEach(flag -> found[0] |= flag.asBoolean(false));
                    return found[0] || refersToSecret(schema);
                });
    }

    private boolean refersToSecret(JsonNode schema) {
        return schema.findValues("$ref").stream().filter(JsonNode::isTextual).anyMatch(ref -> new Shape(
                        root, flat(root, List.of(root.at(ref.asText().substring(1)))))
                .hasSecrets());
    }
}
