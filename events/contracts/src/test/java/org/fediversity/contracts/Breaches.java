package org.fediversity.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a new description of an interface breaks for those who rely on the old one. It knows the parts of OpenAPI 3.1,
/// AsyncAPI 3 and JSON Schema 2020-12 that our own documents use.
///
/// Whoever sends is broken when less is accepted than before; whoever reads, when less is certain than before. A new
/// value of an enumeration breaks readers: generated clients know no others.
public final class Breaches {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    private static final List<String> UPPER = List.of("maxLength", "maximum", "maxItems", "maxProperties");
    private static final List<String> LOWER = List.of("minLength", "minimum", "minItems", "minProperties");
    private static final List<String> FIXED = List.of("format", "pattern", "const", "anyOf", "oneOf", "allOf", "not");

    /// Who is at the other end.
    private enum Side {
        SENDS,
        READS
    }

    private final JsonNode before;
    private final JsonNode after;
    private final List<String> found = new ArrayList<>();
    private final Set<String> compared = new HashSet<>();
    private String whom = "";

    private Breaches(JsonNode before, JsonNode after) {
        this.before = before;
        this.after = after;
    }

    /// Between two OpenAPI documents: one line for each, whom it breaks first.
    public static List<String> ofApi(JsonNode before, JsonNode after) {
        Breaches breaches = new Breaches(before, after);
        before.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(operation -> METHODS.contains(operation.getKey()))
                .forEach(operation -> breaches.operation(path.getKey(), operation.getKey())));
        return breaches.found;
    }

    /// Between two AsyncAPI documents of what we publish.
    public static List<String> ofEvents(JsonNode before, JsonNode after) {
        Breaches breaches = new Breaches(before, after);
        before.path("channels").properties().forEach(channel -> breaches.channel(channel.getKey()));
        return breaches.found;
    }

    private void breach(String where, String what) {
        found.add("breaks " + whom + ": " + where + " " + what);
    }

    // OpenAPI.

    private void operation(String path, String method) {
        JsonNode old = before.path("paths").path(path).path(method);
        JsonNode fresh = after.path("paths").path(path).path(method);
        String where = method.toUpperCase(Locale.ROOT) + " " + path;
        Set<String> roles = texts(old.path("x-roles"));
        whom = roles.isEmpty() ? "everybody" : "every " + String.join(", ", roles);
        if (fresh.isMissingNode()) {
            breach(where, "is gone");
            return;
        }
        if (!old.path("operationId").equals(fresh.path("operationId"))) {
            breach(
                    where,
                    "is no longer called " + old.path("operationId").asText() + " but "
                            + fresh.path("operationId").asText() + ", and so is the method of every client");
        }
        Set<String> lost = new TreeSet<>(roles);
        lost.removeAll(texts(fresh.path("x-roles")));
        if (!lost.isEmpty() && !texts(fresh.path("x-roles")).isEmpty()) {
            breach(where, "is no longer for " + lost);
        }
        if (old.path("security").isEmpty() && !fresh.path("security").isEmpty()) {
            breach(where, "wants a token now");
        }
        parameters(where, old, fresh);
        requestBody(where, old.path("requestBody"), fresh.path("requestBody"));
        old.path("responses").properties().stream()
                .filter(response -> response.getKey().startsWith("2"))
                .forEach(response -> {
                    String answer = where + " answers " + response.getKey();
                    JsonNode now = fresh.path("responses").path(response.getKey());
                    if (now.isMissingNode()) {
                        breach(answer, "no longer");
                    } else {
                        contents(answer, resolved(before, response.getValue()), resolved(after, now), Side.READS);
                    }
                });
    }

    private void parameters(String where, JsonNode old, JsonNode fresh) {
        Map<String, JsonNode> known = byName(before, old);
        Map<String, JsonNode> now = byName(after, fresh);
        known.forEach((name, parameter) -> {
            if (!now.containsKey(name)) {
                breach(where, "no longer takes the parameter " + name);
            } else {
                schema(
                        where + " parameter " + name,
                        parameter.path("schema"),
                        now.get(name).path("schema"),
                        Side.SENDS);
            }
        });
        now.forEach((name, parameter) -> {
            boolean wasRequired =
                    known.containsKey(name) && known.get(name).path("required").asBoolean();
            if (parameter.path("required").asBoolean() && !wasRequired) {
                breach(where, "wants the parameter " + name);
            }
        });
    }

    private static Map<String, JsonNode> byName(JsonNode document, JsonNode operation) {
        Map<String, JsonNode> named = new TreeMap<>();
        operation.path("parameters").forEach(given -> {
            JsonNode parameter = resolved(document, given);
            named.put(
                    parameter.path("name").asText() + " in "
                            + parameter.path("in").asText(),
                    parameter);
        });
        return named;
    }

    private void requestBody(String where, JsonNode old, JsonNode fresh) {
        if (old.isMissingNode()) {
            if (fresh.path("required").asBoolean()) {
                breach(where, "wants a body now");
            }
            return;
        }
        if (fresh.isMissingNode()) {
            breach(where, "no longer takes a body");
            return;
        }
        if (fresh.path("required").asBoolean() && !old.path("required").asBoolean()) {
            breach(where, "wants a body now");
        }
        contents(where + " takes", old, fresh, Side.SENDS);
    }

    private void contents(String where, JsonNode old, JsonNode fresh, Side side) {
        old.path("content").properties().forEach(content -> {
            JsonNode now = fresh.path("content").path(content.getKey());
            if (now.isMissingNode()) {
                breach(where, "no longer as " + content.getKey());
            } else {
                schema(where, content.getValue().path("schema"), now.path("schema"), side);
            }
        });
    }

    // AsyncAPI.

    private void channel(String name) {
        JsonNode old = before.path("channels").path(name);
        JsonNode fresh = after.path("channels").path(name);
        String topic = old.path("address").asText();
        whom = "whoever listens to " + topic;
        if (!fresh.path("address").asText().equals(topic)) {
            breach("topic " + topic, "is gone");
            return;
        }
        old.path("messages").properties().forEach(message -> {
            JsonNode now = fresh.path("messages").path(message.getKey());
            if (now.isMissingNode()) {
                breach("event " + message.getKey(), "is gone");
                return;
            }
            JsonNode known = resolved(before, message.getValue());
            JsonNode told = resolved(after, now);
            if (!known.path("name").equals(told.path("name"))) {
                breach(
                        "event " + message.getKey(),
                        "has another type, " + told.path("name").asText());
            }
            schema("event " + message.getKey(), known.path("payload"), told.path("payload"), Side.READS);
            schema("headers of " + message.getKey(), known.path("headers"), told.path("headers"), Side.READS);
        });
    }

    // JSON Schema.

    private void schema(String where, JsonNode oldGiven, JsonNode freshGiven, Side side) {
        String pair = whom + oldGiven.path("$ref") + freshGiven.path("$ref") + side;
        if (oldGiven.has("$ref") && freshGiven.has("$ref") && !compared.add(pair)) {
            return;
        }
        JsonNode old = withoutNull(before, oldGiven);
        JsonNode fresh = withoutNull(after, freshGiven);
        types(where, types(before, oldGiven), types(after, freshGiven), side);
        enumeration(where, texts(old.path("enum")), texts(fresh.path("enum")), side);
        if (side == Side.SENDS) {
            UPPER.forEach(limit -> limit(where, limit, old.path(limit), fresh.path(limit), 1));
            LOWER.forEach(limit -> limit(where, limit, old.path(limit), fresh.path(limit), -1));
        }
        for (String keyword : FIXED) {
            if (!old.path(keyword).equals(fresh.path(keyword))) {
                breach(where, "has another " + keyword);
            }
        }
        properties(where, old, fresh, side);
        if (old.has("items")) {
            schema(where + "/*", old.path("items"), fresh.path("items"), side);
        }
        if (old.path("additionalProperties").isObject()
                && fresh.path("additionalProperties").isObject()) {
            schema(where + "/*", old.path("additionalProperties"), fresh.path("additionalProperties"), side);
        } else if (side == Side.SENDS
                && isFalse(fresh, "additionalProperties")
                && !isFalse(old, "additionalProperties")) {
            breach(where, "takes no other fields any more");
        }
    }

    private static boolean isFalse(JsonNode schema, String keyword) {
        return schema.path(keyword).isBoolean() && !schema.path(keyword).asBoolean();
    }

    /// No type at all means any.
    private void types(String where, Set<String> old, Set<String> fresh, Side side) {
        Set<String> narrow = side == Side.SENDS ? old : fresh;
        Set<String> wide = side == Side.SENDS ? fresh : old;
        boolean fits = wide.isEmpty() || !narrow.isEmpty() && wide.containsAll(narrow);
        if (!fits) {
            breach(where, "is " + said(fresh) + " and was " + said(old));
        }
    }

    private static String said(Set<String> types) {
        return types.isEmpty() ? "anything" : String.join(" or ", types);
    }

    private void enumeration(String where, Set<String> old, Set<String> fresh, Side side) {
        Set<String> narrow = side == Side.SENDS ? old : fresh;
        Set<String> wide = side == Side.SENDS ? fresh : old;
        if (wide.isEmpty() || !narrow.isEmpty() && wide.containsAll(narrow)) {
            return;
        }
        if (narrow.isEmpty()) {
            breach(where, side == Side.SENDS ? "takes " + wide + " only" : "is not only one of " + wide + " any more");
        } else {
            Set<String> others = new TreeSet<>(narrow);
            others.removeAll(wide);
            breach(where, side == Side.SENDS ? "no longer takes " + others : "may be " + others + " now");
        }
    }

    private void limit(String where, String keyword, JsonNode old, JsonNode fresh, int direction) {
        if (fresh.isNumber()
                && (!old.isNumber() || direction * fresh.decimalValue().compareTo(old.decimalValue()) < 0)) {
            breach(where, "has the " + keyword + " " + fresh + (old.isNumber() ? " and had " + old : " and had none"));
        }
    }

    private void properties(String where, JsonNode old, JsonNode fresh, Side side) {
        Set<String> needed = texts(old.path("required"));
        Set<String> needs = texts(fresh.path("required"));
        old.path("properties").properties().forEach(property -> {
            String at = where + " /" + property.getKey();
            JsonNode now = fresh.path("properties").path(property.getKey());
            if (now.isMissingNode()) {
                breach(at, "is gone");
                return;
            }
            if (side == Side.READS && needed.contains(property.getKey()) && !needs.contains(property.getKey())) {
                breach(at, "may be missing now");
            }
            schema(at, property.getValue(), now, side);
        });
        if (side == Side.SENDS) {
            needs.stream()
                    .filter(name -> !needed.contains(name))
                    .forEach(name -> breach(where + " /" + name, "must be given now"));
        }
    }

    // What both kinds of documents share.

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new TreeSet<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static JsonNode resolved(JsonNode document, JsonNode node) {
        JsonNode at = node;
        while (at.path("$ref").isTextual()) {
            at = document.at(at.path("$ref").asText().substring(1));
        }
        return at;
    }

    /// `anyOf` something and null is that something.
    private static JsonNode withoutNull(JsonNode document, JsonNode given) {
        return orNull(resolved(document, given))
                .map(something -> resolved(document, something))
                .orElseGet(() -> resolved(document, given));
    }

    private static Optional<JsonNode> orNull(JsonNode schema) {
        JsonNode several = schema.path("anyOf");
        return several.size() == 2 && several.path(1).path("type").asText().equals("null")
                ? Optional.of(several.path(0))
                : Optional.empty();
    }

    private static Set<String> types(JsonNode document, JsonNode given) {
        JsonNode schema = resolved(document, given);
        JsonNode type = withoutNull(document, given).path("type");
        Set<String> types = type.isTextual() ? new TreeSet<>(Set.of(type.asText())) : texts(type);
        if (orNull(schema).isPresent() && !types.isEmpty()) {
            types.add("null");
        }
        if (types.contains("number")) {
            types.add("integer");
        }
        return types;
    }
}
