package org.fediversity.gateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.fediversity.gateway.domain.Route;
import org.fediversity.gateway.domain.Routes;
import org.fediversity.gateway.domain.Service;

/// Makes one OpenAPI document of those of the services. Only what the door lets in gets in; a name that two services
/// use for different things is told apart by the service's name before it.
final class OpenApiMerge {
    private static final String REF = "#/components/";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private final ObjectNode merged = JsonNodeFactory.instance.objectNode();
    private final ObjectNode components;
    private final Map<String, ObjectNode> paths = new TreeMap<>();
    private final Map<String, JsonNode> tags = new TreeMap<>();
    private final Set<String> operationIds = new HashSet<>();

    OpenApiMerge(String setup) {
        merged.put("openapi", "3.1.0");
        ObjectNode info = merged.putObject("info");
        info.put("title", "Fediversity");
        info.put("version", "1.0.0");
        info.put(
                "description",
                "Configure, provision, deploy and move Fediverse applications. This is set-up `" + setup + "`.");
        info.putObject("contact").put("name", "Fediversity").put("url", "https://fediversity.eu");
        merged.putArray("servers").addObject().put("url", "/");
        components = JsonNodeFactory.instance.objectNode();
        ObjectNode bearer = components.putObject("securitySchemes").putObject("bearer");
        bearer.put("type", "http").put("scheme", "bearer").put("bearerFormat", "JWT");
        bearer.put(
                "description",
                "A token (RFC7519, checked as RFC8725 says) of the OIDC issuer that GET /capabilities names.");
    }

    void add(Service service, JsonNode document) {
        JsonNode own = document.deepCopy();
        Map<String, String> renamed = renames(service, own.path("components"));
        rewriteReferences(own, renamed);
        own.path("components").properties().forEach(section -> {
            if (!section.getKey().equals("securitySchemes")) {
                section.getValue().properties().forEach(entry -> {
                    String name = renamed.getOrDefault(section.getKey() + "/" + entry.getKey(), entry.getKey());
                    components.withObject("/" + section.getKey()).set(name, entry.getValue());
                });
            }
        });
        own.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    if (METHODS.contains(operation.getKey())) {
                        addOperation(service, path.getKey(), operation.getKey(), path.getValue(), operation.getValue());
                    }
                }));
        own.path("tags").forEach(tag -> tags.putIfAbsent(tag.path("name").asText(), tag));
    }

    JsonNode document(List<String> missing) {
        ObjectNode document = merged.deepCopy();
        if (!missing.isEmpty()) {
            ArrayNode absent = document.putArray("x-fediversity-missing");
            missing.forEach(absent::add);
        }
        ArrayNode list = document.putArray("tags");
        tags.values().forEach(list::add);
        ObjectNode all = document.putObject("paths");
        paths.forEach(all::set);
        document.set("components", components.deepCopy());
        OpenApiConventions.write(document);
        OpenApiExamples.write(document);
        return document;
    }

    private void addOperation(Service service, String path, String method, JsonNode item, JsonNode operation) {
        Optional<Route> route = routeOf(service, path, method);
        if (route.isEmpty() || !(operation instanceof ObjectNode described)) {
            return;
        }
        String shown = Routes.BASE + route.get().template();
        ArrayNode parameters = described.has("parameters")
                ? (ArrayNode) described.get("parameters")
                : JsonNodeFactory.instance.arrayNode();
        item.path("parameters").forEach(parameters::add);
        if (!parameters.isEmpty()) {
            renamePlaceholders(path, shown, parameters);
            described.set("parameters", parameters);
        }
        String id = described.path("operationId").asText("");
        if (!id.isEmpty() && !operationIds.add(id)) {
            described.put("operationId", service.key() + capital(id));
            operationIds.add(service.key() + capital(id));
        }
        ArrayNode security = described.putArray("security");
        if (!route.get().isPublic()) {
            security.addObject().putArray("bearer");
            ArrayNode roles = described.putArray("x-roles");
            route.get().roles().stream()
                    .map(role -> role.name().toLowerCase(Locale.ROOT))
                    .sorted()
                    .forEach(roles::add);
        }
        route.get().deprecation().ifPresent(known -> described.put("deprecated", true));
        paths.computeIfAbsent(shown, fresh -> JsonNodeFactory.instance.objectNode())
                .set(method, described);
    }

    private static Optional<Route> routeOf(Service service, String path, String method) {
        String shape = shape(path);
        return Routes.all().stream()
                .filter(route -> route.service() == service
                        && route.method().equals(method.toUpperCase(Locale.ROOT))
                        && shape(Routes.BASE + route.template()).equals(shape))
                .findFirst();
    }

    private static String shape(String path) {
        return path.replaceAll("\\{[^}]*}", "{}");
    }

    /// Services may name placeholders as they like; outside, one path has one set of names.
    private static void renamePlaceholders(String from, String to, ArrayNode parameters) {
        Map<String, String> names = new HashMap<>();
        String[] theirs = from.split("/");
        String[] ours = to.split("/");
        for (int i = 0; i < theirs.length; i++) {
            if (theirs[i].startsWith("{")) {
                String name = theirs[i]
                        .substring(1, theirs[i].length() - 1)
                        .replaceFirst(":.*", "")
                        .strip();
                names.put(name, ours[i].substring(1, ours[i].length() - 1));
            }
        }
        for (JsonNode parameter : parameters) {
            String name = parameter.path("name").asText();
            if (parameter.path("in").asText().equals("path") && names.containsKey(name)) {
                ((ObjectNode) parameter).put("name", names.get(name));
            }
        }
    }

    /// Section and name (`schemas/Problem`) to the name that tells them apart. Whatever refers to something renamed is
    /// something else, too.
    private Map<String, String> renames(Service service, JsonNode own) {
        Map<String, String> renamed = new HashMap<>();
        boolean grown = true;
        while (grown) {
            grown = false;
            for (var section : own.properties()) {
                for (var entry : section.getValue().properties()) {
                    String key = section.getKey() + "/" + entry.getKey();
                    JsonNode there = components.path(section.getKey()).path(entry.getKey());
                    if (renamed.containsKey(key) || there.isMissingNode()) {
                        continue;
                    }
                    if (!there.equals(entry.getValue()) || refersTo(entry.getValue(), renamed.keySet())) {
                        renamed.put(key, capital(service.key()) + entry.getKey());
                        grown = true;
                    }
                }
            }
        }
        return renamed;
    }

    private static boolean refersTo(JsonNode node, Set<String> names) {
        boolean[] found = {false};
        eachReference(node, holder -> {
            String target = holder.path("$ref").asText();
            found[0] |= target.startsWith(REF) && names.contains(target.substring(REF.length()));
        });
        return found[0];
    }

    private static void rewriteReferences(JsonNode node, Map<String, String> renamed) {
        eachReference(node, holder -> {
            String target = holder.path("$ref").asText();
            if (target.startsWith(REF)) {
                String key = target.substring(REF.length());
                String fresh = renamed.get(key);
                if (fresh != null) {
                    holder.put("$ref", REF + key.substring(0, key.indexOf('/') + 1) + fresh);
                }
            }
        });
    }

    private static void eachReference(JsonNode node, Consumer<ObjectNode> work) {
        if (node instanceof ObjectNode object && object.path("$ref").isTextual()) {
            work.accept(object);
        }
        node.forEach(child -> eachReference(child, work));
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
