package org.fediversity.modules;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fediversity.expressions.Mistake;

/// The resource API: the types of resources, each with what may be asked and what is got.
public final class ResourceTypes {
    /// Version of the resource API.
    public static final String VERSION = "v1";

    private static final Map<String, ResourceType> ALL = read();

    private ResourceTypes() {}

    /// One type.
    ///
    /// @param request JSON Schema of what a consumer asks
    /// @param result  JSON Schema of what it gets; secrets are `writeOnly`
    public record ResourceType(
            String name, String version, String title, String description, JsonNode request, JsonNode result) {
        /// What is wrong with a request.
        List<Mistake> validate(JsonNode asked, String pointer) {
            return Schemas.validate(COMPILED.getOrDefault(name, ANYTHING), asked, pointer);
        }

        Optional<JsonNode> requestField(String field) {
            return Optional.ofNullable(request.path("properties").get(field));
        }

        boolean gives(String field) {
            return result.path("properties").has(field);
        }
    }

    private static final JsonSchema ANYTHING = Schemas.compile(com.fasterxml.jackson.databind.node.BooleanNode.TRUE);
    private static final Map<String, JsonSchema> COMPILED = compiled();

    public static Collection<ResourceType> all() {
        return ALL.values();
    }

    public static Optional<ResourceType> named(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    static ResourceType existing(String name) {
        return named(name).orElseThrow(() -> new IllegalArgumentException("no resource type " + name));
    }

    private static Map<String, ResourceType> read() {
        Map<String, ResourceType> types = new LinkedHashMap<>();
        Schemas.resource("resource-types-v1.json")
                .properties()
                .forEach(entry -> types.put(
                        entry.getKey(),
                        new ResourceType(
                                entry.getKey(),
                                VERSION,
                                entry.getValue().path("title").asText(),
                                entry.getValue().path("description").asText(),
                                entry.getValue().path("request"),
                                entry.getValue().path("result"))));
        return types;
    }

    private static Map<String, JsonSchema> compiled() {
        Map<String, JsonSchema> compiled = new LinkedHashMap<>();
        ALL.forEach((name, type) -> compiled.put(name, Schemas.compile(type.request())));
        return compiled;
    }
}
