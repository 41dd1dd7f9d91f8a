package org.fediversity.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Two versions of an OpenAPI 3.1 document, and whether who wrote a client after the first can use the second.
/// What clients send may only become more, what they get may only become less uncertain. Schemas that are composed
/// (`allOf`, `anyOf`, `oneOf`) are compared as they are written.
final class Description {
    private static final List<String> METHODS = List.of("get", "put", "post", "delete", "patch");
    private static final List<String> COMPOSED = List.of("allOf", "anyOf", "oneOf");

    private enum Way {
        SENT,
        GOT
    }

    /// Two places that were compared on the way here, so that what contains itself comes to an end.
    private record Pair(String before, String after, Way way) {}

    private final JsonNode before;
    private final JsonNode after;
    private final List<String> found = new ArrayList<>();
    private final Set<Pair> compared = new HashSet<>();

    private Description(JsonNode before, JsonNode after) {
        this.before = before;
        this.after = after;
    }

    /// Everything that breaks clients, a sentence each; empty if nothing does.
    static List<String> breaks(JsonNode before, JsonNode after) {
        var comparison = new Description(before, after);
        before.path("paths").properties().forEach(path -> {
            for (var method : METHODS) {
                if (path.getValue().has(method)) {
                    comparison.operation(path.getKey(), method);
                }
            }
        });
        return List.copyOf(comparison.found);
    }

    private void operation(String path, String method) {
        var where = method.toUpperCase(java.util.Locale.ROOT) + " " + path;
        var old = before.path("paths").path(path).path(method);
        var fresh = after.path("paths").path(path).path(method);
        if (fresh.isMissingNode()) {
            found.add(where + " is gone");
            return;
        }
        if (!old.path("operationId").equals(fresh.path("operationId"))) {
            found.add(where + " has another operationId");
        }
        parameters(where, old, fresh);
        body(where, resolve(before, old.path("requestBody")), resolve(after, fresh.path("requestBody")));
        old.path("responses").properties().forEach(response -> {
            if (response.getKey().startsWith("2")) {
                var status = where + " " + response.getKey();
                var answer = fresh.path("responses").path(response.getKey());
                if (answer.isMissingNode()) {
                    found.add(status + " is gone");
                } else {
                    contents(status, resolve(before, response.getValue()), resolve(after, answer), Way.GOT);
                }
            }
        });
    }

    private void parameters(String where, JsonNode old, JsonNode fresh) {
        var were = parametersOf(before, old);
        var are = parametersOf(after, fresh);
        were.forEach((name, parameter) -> {
            if (!are.containsKey(name)) {
                found.add(where + ": parameter " + name + " is gone");
            } else {
                schema(
                        where + ": parameter " + name,
                        parameter.path("schema"),
                        are.get(name).path("schema"),
                        Way.SENT);
            }
        });
        are.forEach((name, parameter) -> {
            if (parameter.path("required").asBoolean()
                    && !were.getOrDefault(name, MissingNode.getInstance())
                            .path("required")
                            .asBoolean()) {
                found.add(where + ": parameter " + name + " is now required");
            }
        });
    }

    private static Map<String, JsonNode> parametersOf(JsonNode document, JsonNode operation) {
        Map<String, JsonNode> parameters = new LinkedHashMap<>();
        for (var given : operation.path("parameters")) {
            var parameter = resolve(document, given);
            parameters.put(
                    parameter.path("name").asText() + " in "
                            + parameter.path("in").asText(),
                    parameter);
        }
        return parameters;
    }

    private void body(String where, JsonNode old, JsonNode fresh) {
        if (fresh.path("required").asBoolean() && !old.path("required").asBoolean()) {
            found.add(where + ": a body is now required");
        }
        contents(where + " body", old, fresh, Way.SENT);
    }

    private void contents(String where, JsonNode old, JsonNode fresh, Way way) {
        old.path("content").properties().forEach(content -> {
            var there = fresh.path("content").path(content.getKey());
            if (there.isMissingNode()) {
                found.add(where + ": " + content.getKey() + " is gone");
            } else {
                schema(where, content.getValue().path("schema"), there.path("schema"), way);
            }
        });
    }

    private void schema(String where, JsonNode givenBefore, JsonNode givenAfter, Way way) {
        if (givenBefore.has("$ref")
                && givenAfter.has("$ref")
                && !compared.add(new Pair(
                        givenBefore.path("$ref").asText(),
                        givenAfter.path("$ref").asText(),
                        way))) {
            return;
        }
        var old = resolve(before, givenBefore);
        var fresh = resolve(after, givenAfter);
        types(where, old, fresh, way);
        values(where, old, fresh, way);
        for (var composed : COMPOSED) {
            if (!old.path(composed).equals(fresh.path(composed))) {
                found.add(where + ": " + composed + " changed");
            }
        }
        properties(where, old, fresh, way);
        inside(where + "/*", old.path("items"), fresh.path("items"), way);
        inside(where + "/*", old.path("additionalProperties"), fresh.path("additionalProperties"), way);
    }

    private void inside(String where, JsonNode old, JsonNode fresh, Way way) {
        if (old.isObject() && fresh.isObject()) {
            schema(where, old, fresh, way);
        }
    }

    private void properties(String where, JsonNode old, JsonNode fresh, Way way) {
        old.path("properties").properties().forEach(property -> {
            var there = fresh.path("properties").path(property.getKey());
            var name = where + "/" + property.getKey();
            if (there.isMissingNode()) {
                found.add(name + " is gone");
            } else {
                schema(name, property.getValue(), there, way);
            }
        });
        var were = texts(old.path("required"));
        var are = texts(fresh.path("required"));
        if (way == Way.SENT) {
            are.stream()
                    .filter(name -> !were.contains(name))
                    .forEach(name -> found.add(where + "/" + name + " is now required"));
        } else {
            were.stream()
                    .filter(name ->
                            !are.contains(name) && fresh.path("properties").has(name))
                    .forEach(name -> found.add(where + "/" + name + " may now be absent"));
        }
    }

    private void types(String where, JsonNode old, JsonNode fresh, Way way) {
        var were = typesOf(old);
        var are = typesOf(fresh);
        var given = way == Way.SENT ? were : are;
        var understood = way == Way.SENT ? are : were;
        // Without a type it may be anything.
        if (!understood.isEmpty() && (given.isEmpty() || !understood.containsAll(given))) {
            found.add(where + " was " + said(were) + " and is " + said(are));
        }
    }

    private static String said(Set<String> types) {
        return types.isEmpty() ? "anything" : String.join(" or ", types);
    }

    private static Set<String> typesOf(JsonNode schema) {
        var types = new TreeSet<String>();
        var type = schema.path("type");
        var format = schema.path("format").asText("");
        for (var name : type.isTextual() ? List.of(type.asText()) : List.copyOf(texts(type))) {
            types.add(format.isEmpty() || name.equals("null") ? name : name + " (" + format + ")");
        }
        return types;
    }

    /// Who sends one of a list must not find it shorter; who gets one of a list must not find it longer.
    private void values(String where, JsonNode old, JsonNode fresh, Way way) {
        var were = texts(old.path("enum"));
        var are = texts(fresh.path("enum"));
        var given = way == Way.SENT ? were : are;
        var understood = way == Way.SENT ? are : were;
        if (!understood.isEmpty() && (given.isEmpty() || !understood.containsAll(given))) {
            found.add(where + " was one of " + were + " and is one of " + are);
        }
    }

    private static Set<String> texts(JsonNode array) {
        var texts = new TreeSet<String>();
        array.forEach(one -> texts.add(one.asText()));
        return texts;
    }

    private static JsonNode resolve(JsonNode document, JsonNode node) {
        var target = node.path("$ref").asText("");
        return target.startsWith("#/") ? resolve(document, document.at(target.substring(1))) : node;
    }
}
