package org.fediversity.modules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fediversity.expressions.Mistake;
import org.fediversity.expressions.Pointers;
import org.fediversity.expressions.SafePattern;

/// Whether a stranger's schema can be used without danger: small, flat enough, with references that stay within it and
/// lead nowhere back, and patterns that cost linear time.
final class SchemaSafety {
    private static final int MAX_DEPTH = 40;
    private static final int MAX_NODES = 20_000;
    private static final int MAX_FOLLOWED = 200;
    private static final long MAX_EXPANDED = 50_000;
    private static final long MAX_PATTERNS = 50_000;
    private static final int MAX_NAME_PATTERNS = 50;
    private static final Set<String> FORBIDDEN = Set.of(
            "$id", "$anchor", "$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor", "$vocabulary");
    private static final Set<String> ONE = Set.of(
            "additionalProperties",
            "unevaluatedProperties",
            "propertyNames",
            "items",
            "unevaluatedItems",
            "contains",
            "not",
            "if",
            "then",
            "else",
            "contentSchema");
    private static final Set<String> LISTS = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
    private static final Set<String> MAPS =
            Set.of("properties", "patternProperties", "dependentSchemas", "$defs", "definitions");

    private final JsonNode root;
    private final String base;
    private final List<Mistake> mistakes = new ArrayList<>();
    private final Map<String, Long> expanded = new HashMap<>();
    private final Map<String, Integer> depths = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private int nodes;
    private boolean deep;
    private boolean far;
    private long patterns;
    private int namePatterns;

    private SchemaSafety(JsonNode root, String base) {
        this.root = root;
        this.base = base;
    }

    /// Everything that is wrong with it as a schema; empty if it may be compiled and used.
    static List<Mistake> check(JsonNode schema, String pointer) {
        var safety = new SchemaSafety(schema, pointer);
        safety.walk(schema, "", 0);
        if (safety.nodes <= MAX_NODES && !safety.deep) {
            safety.mistakes.addAll(Schemas.checkSchema(schema, pointer)); // follows no reference of the schema
        }
        if (safety.mistakes.isEmpty() && safety.cost(schema, "") > MAX_EXPANDED) {
            safety.mistake("", "is too large once its references are followed");
        }
        return safety.mistakes;
    }

    /// How many schemas a harmless schema is when every reference is followed.
    static long size(JsonNode schema) {
        return new SchemaSafety(schema, "").cost(schema, "");
    }

    private void mistake(String pointer, String message) {
        mistakes.add(new Mistake(base + pointer, message));
    }

    private void walk(JsonNode schema, String at, int depth) {
        deep |= depth > MAX_DEPTH;
        if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
            if (nodes == MAX_NODES + 1 || depth == MAX_DEPTH + 1) {
                mistake(at, depth > MAX_DEPTH ? "is nested too deeply" : "the schema is too large");
            }
            return;
        }
        if (!schema.isObject()) {
            return;
        }
        for (Map.Entry<String, JsonNode> entry : schema.properties()) {
            String keyword = entry.getKey();
            JsonNode value = entry.getValue();
            String here = Pointers.child(at, keyword);
            if (FORBIDDEN.contains(keyword)) {
                mistake(here, "is not supported; refer with $ref to #/$defs/…");
            } else if (keyword.equals("$schema")) {
                if (!value.asText().equals("https://json-schema.org/draft/2020-12/schema")) {
                    mistake(here, "must be JSON Schema 2020-12");
                }
            } else if (keyword.equals("$ref")) {
                reference(value, here);
            } else if (keyword.equals("pattern")) {
                pattern(value.asText(), here);
            } else if (keyword.equals("writeOnly") && value.asBoolean(false)) {
                secret(schema, at);
            }
            if (ONE.contains(keyword)) {
                walk(value, here, depth + 1);
            } else if (LISTS.contains(keyword) && value.isArray()) {
                for (int i = 0; i < value.size(); i++) {
                    walk(value.get(i), Pointers.child(here, i), depth + 1);
                }
            } else if (MAPS.contains(keyword) && value.isObject()) {
                for (Map.Entry<String, JsonNode> child : value.properties()) {
                    if (keyword.equals("patternProperties")) {
                        pattern(child.getKey(), Pointers.child(here, child.getKey()));
                        if (++namePatterns == MAX_NAME_PATTERNS + 1) {
                            mistake(here, "a module has at most " + MAX_NAME_PATTERNS + " patterns of names");
                        }
                    }
                    walk(child.getValue(), Pointers.child(here, child.getKey()), depth + 1);
                }
            }
        }
    }

    private void secret(JsonNode schema, String at) {
        if (!schema.path("type").asText().equals("string")) {
            mistake(at, "a writeOnly option (a secret) is of type string");
        }
        if (schema.has("default")) {
            mistake(Pointers.child(at, "default"), "a secret has no default: everybody would know it");
        }
    }

    private void reference(JsonNode value, String here) {
        String target = value.asText();
        if (!value.isTextual() || !target.equals("#") && !target.startsWith("#/")) {
            mistake(here, "may only lead to a place in this schema: #/$defs/…");
        } else if (target.indexOf('%') >= 0) {
            mistake(here, "may not be percent-encoded");
        } else if (!root.at(target.substring(1)).isObject()
                && !root.at(target.substring(1)).isBoolean()) {
            mistake(here, "leads to nothing: " + shortened(target));
        }
    }

    private void pattern(String pattern, String here) {
        try {
            if (patterns <= MAX_PATTERNS) {
                patterns += SafePattern.compile(pattern).size();
                if (patterns > MAX_PATTERNS) {
                    mistake(here, "is one too many: all patterns together are too large");
                }
            }
        } catch (SafePattern.Refused e) {
            mistake(here, String.valueOf(e.getMessage()));
        }
    }

    /// How many schemas there are when every reference is followed; a reference that leads back costs infinitely much.
    private long cost(JsonNode schema, String at) {
        Long known = expanded.get(at);
        if (known != null) {
            return known;
        }
        if (!open.add(at)) {
            mistake(at, "a schema of options cannot contain itself");
            return MAX_EXPANDED + 1;
        }
        if (open.size() > MAX_FOLLOWED) {
            open.remove(at);
            return tooFar(at);
        }
        int below = 0;
        long sum = 1;
        for (Map.Entry<String, JsonNode> entry : schema.properties()) {
            String keyword = entry.getKey();
            JsonNode value = entry.getValue();
            String here = Pointers.child(at, keyword);
            if (keyword.equals("$ref")) {
                String there = value.asText().substring(1);
                sum += cost(root.at(there), there);
                below = Math.max(below, depths.getOrDefault(there, 0));
            } else if (ONE.contains(keyword)) {
                sum += cost(value, here);
                below = Math.max(below, depths.getOrDefault(here, 0));
            } else if (LISTS.contains(keyword) && value.isArray()) {
                for (int i = 0; i < value.size(); i++) {
                    sum += cost(value.get(i), Pointers.child(here, i));
                    below = Math.max(below, depths.getOrDefault(Pointers.child(here, i), 0));
                }
            } else if (MAPS.contains(keyword) && value.isObject() && !keyword.equals("$defs")) {
                for (Map.Entry<String, JsonNode> child : value.properties()) {
                    sum += cost(child.getValue(), Pointers.child(here, child.getKey()));
                    below = Math.max(below, depths.getOrDefault(Pointers.child(here, child.getKey()), 0));
                }
            }
            sum = Math.min(sum, MAX_EXPANDED + 1);
        }
        open.remove(at);
        expanded.put(at, sum);
        depths.put(at, below + 1);
        return below < MAX_FOLLOWED ? sum : tooFar(at);
    }

    private long tooFar(String at) {
        if (!far) {
            mistake(at, "its references lead too far");
        }
        far = true;
        return MAX_EXPANDED + 1;
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
