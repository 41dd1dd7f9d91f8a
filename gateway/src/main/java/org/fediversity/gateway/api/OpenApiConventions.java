package org.fediversity.gateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes into the merged document what the door does to every request, whoever answers it, so that no service has to
/// repeat it: rates and their headers, refusals, idempotency, and how large things can be at all.
final class OpenApiConventions {
    /// No document is larger, and so is nothing in one.
    private static final int MOST_CHARACTERS = 1 << 20;

    /// `[1,1,…` of that size.
    private static final int MOST_ITEMS = MOST_CHARACTERS / 2;

    /// A line of a request is not longer.
    private static final int LONGEST_PARAMETER = 4096;

    private static final int MOST_IN_PAGE = 200;

    /// Whole numbers beyond this are not safe in JSON (RFC 8259, section 6).
    private static final long LARGEST = (1L << 53) - 1;

    private static final String ORIGIN = "Access-Control-Allow-Origin";
    private static final List<String> SENT_ALWAYS =
            List.of("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", ORIGIN);
    private static final Map<String, Integer> LENGTHS =
            Map.of("date-time", 64, "date", 10, "uuid", 36, "uri", 2048, "duration", 64);
    private static final Set<String> STREAMS =
            Set.of("text/event-stream", "application/x-ndjson", "application/x-tar", "application/octet-stream");
    private static final Map<String, String> REFUSALS = new LinkedHashMap<>();

    static {
        REFUSALS.put("400", "The request is malformed; `errors` says where");
        REFUSALS.put("401", "There is no token, or it is not valid");
        REFUSALS.put("403", "None of your roles allows this");
        REFUSALS.put("404", "There is no such thing, or it is not yours");
        REFUSALS.put("406", "None of the types that you accept is answered here");
        REFUSALS.put("409", "It conflicts with how things stand, or the same request is still being answered");
        REFUSALS.put("412", "What you speak of has changed meanwhile: read it again");
        REFUSALS.put("413", "The body is larger than anything can be");
        REFUSALS.put("415", "The body is of a type that is not read here");
        REFUSALS.put("422", "It is understood and invalid; `errors` says where. Nothing was changed");
        REFUSALS.put("428", "Send `If-Match` with the entity tag that you read");
        REFUSALS.put("429", "You ask faster than your limit allows; `Retry-After` says when to go on");
        REFUSALS.put("500", "Something broke that should not have");
        REFUSALS.put("503", "Something this depends on does not answer; `Retry-After` says when to try again");
    }

    private final ObjectNode document;

    private OpenApiConventions(ObjectNode document) {
        this.document = document;
    }

    static void write(ObjectNode document) {
        new OpenApiConventions(document).write();
    }

    private void write() {
        ((ObjectNode) document.path("servers").path(0))
                .put("description", "This set-up, be it local, staging or production")
                .put("x-internal", false);
        ObjectNode components = (ObjectNode) document.path("components");
        headers(components.withObjectProperty("headers"));
        components.withObjectProperty("schemas").set("Refusal", problem());
        ObjectNode responses = components.withObjectProperty("responses");
        REFUSALS.forEach((status, meaning) -> {
            ObjectNode response = responses.putObject("Refused" + status).put("description", meaning);
            sent(response);
            if (status.equals("429") || status.equals("503")) {
                response.withObjectProperty("headers")
                        .putObject("Retry-After")
                        .put("$ref", "#/components/headers/Retry-After");
            }
            response.putObject("content")
                    .putObject("application/problem+json")
                    .putObject("schema")
                    .put("$ref", "#/components/schemas/Refusal");
        });
        document.path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(operation -> operation(path.getKey(), operation.getKey(), (ObjectNode) operation.getValue())));
        if (components.path("schemas").has("JsonNode")) {
            anyJson((ObjectNode) components.path("schemas"));
        }
        components.path("schemas").forEach(schema -> bound(schema, MOST_CHARACTERS));
        contents(document.path("paths"));
    }

    /// What the services hand on as it is, they describe as the class that holds it.
    private static void anyJson(ObjectNode schemas) {
        schemas.remove("JsonNodeType");
        schemas.putObject("JsonNode").put("description", "Any JSON");
    }

    private static void headers(ObjectNode headers) {
        number(headers, "RateLimit-Limit", "Requests that may be made at once");
        number(headers, "RateLimit-Remaining", "Requests that may still be made at once");
        number(headers, "RateLimit-Reset", "Seconds until all of them may be made again");
        number(headers, "Retry-After", "Seconds to wait");
        headers.putObject(ORIGIN)
                .put("description", "The page's own origin, if the set-up allows it to read the answer")
                .putObject("schema")
                .put("type", "string")
                .put("maxLength", 2048);
    }

    private static void number(ObjectNode headers, String name, String meaning) {
        headers.putObject(name)
                .put("description", meaning)
                .putObject("schema")
                .put("type", "integer")
                .put("format", "int64")
                .put("minimum", 0)
                .put("maximum", LARGEST);
    }

    private static ObjectNode problem() {
        ObjectNode problem = JsonNodeFactory.instance.objectNode();
        problem.put("type", "object").put("description", "RFC 9457");
        ArrayNode required = problem.putArray("required");
        ObjectNode properties = problem.putObject("properties");
        for (String member : new String[] {"type", "title", "detail", "traceId"}) {
            properties.putObject(member).put("type", "string").put("maxLength", 4096);
            required.add(member);
        }
        ((ObjectNode) properties.path("type")).put("format", "uri");
        ((ObjectNode) properties.path("traceId")).put("maxLength", 32).put("pattern", "^[0-9a-f]{32}$");
        properties
                .putObject("status")
                .put("type", "integer")
                .put("format", "int32")
                .put("minimum", 400)
                .put("maximum", 599);
        required.add("status");
        ObjectNode errors = properties.putObject("errors").put("type", "array").put("maxItems", 1000);
        ObjectNode fault = errors.putObject("items").put("type", "object");
        fault.putObject("properties").putObject("pointer").put("type", "string").put("maxLength", 4096);
        ((ObjectNode) fault.path("properties"))
                .putObject("message")
                .put("type", "string")
                .put("maxLength", 4096);
        return problem;
    }

    private static void operation(String path, String method, ObjectNode operation) {
        boolean isPublic = operation.path("security").isEmpty();
        ObjectNode responses = operation.withObjectProperty("responses");
        responses.properties().forEach(response -> {
            if (response.getKey().matches("[24].*") && response.getValue() instanceof ObjectNode described) {
                sent(described);
            }
        });
        boolean takesInput =
                operation.has("requestBody") || !operation.path("parameters").isEmpty();
        boolean reads = method.equals("get");
        REFUSALS.keySet().forEach(status -> {
            boolean given =
                    switch (status) {
                        case "400" -> takesInput;
                        case "401", "403" -> !isPublic;
                        case "404" -> path.contains("{");
                        case "409", "412" -> !reads;
                        case "422" -> takesInput;
                        case "413", "415" -> operation.has("requestBody");
                        case "428" ->
                            operation
                                    .path("parameters")
                                    .findValuesAsText("name")
                                    .contains("If-Match");
                        default -> true;
                    };
            // What a service says of itself stays, unless it says nothing.
            if (given && !responses.path(status).has("content")) {
                responses.putObject(status).put("$ref", "#/components/responses/Refused" + status);
            }
        });
        operation.path("requestBody").path("content").properties().forEach(content -> {
            // What a service reads itself is raw to it, but a document to whoever sends it.
            if (!STREAMS.contains(content.getKey())
                    && content.getValue().path("schema") instanceof ObjectNode schema
                    && isOf(schema, "string")) {
                schema.removeAll();
                schema.put("type", "object").put("additionalProperties", true);
            }
        });
        operation.path("responses").forEach(response -> response.path("content").forEach(content -> {
            if (content instanceof ObjectNode described && !described.has("schema")) {
                described.putObject("schema");
            }
        }));
        if (method.equals("post")) {
            ObjectNode key = operation.withArrayProperty("parameters").addObject();
            key.put("name", "Idempotency-Key").put("in", "header");
            key.put("description", "Same key and same request: same answer, and nothing happens twice");
            key.putObject("schema").put("type", "string").put("maxLength", 255);
        }
        operation.path("parameters").forEach(parameter -> bound(parameter.path("schema"), LONGEST_PARAMETER));
    }

    private static void sent(ObjectNode response) {
        if (response.has("$ref")) {
            return;
        }
        ObjectNode headers = response.withObjectProperty("headers");
        for (String name : SENT_ALWAYS) {
            headers.putObject(name).put("$ref", "#/components/headers/" + name);
        }
    }

    /// Schemas inside of requests and answers. A stream has no length.
    private static void contents(JsonNode node) {
        node.path("content").properties().forEach(content -> {
            if (content.getValue().path("schema") instanceof ObjectNode schema) {
                if (STREAMS.contains(content.getKey())
                        && schema.path("type").asText().equals("string")) {
                    schema.remove("type");
                    schema.remove("format");
                    schema.put("description", "A stream of any length");
                }
                bound(schema, MOST_CHARACTERS);
            }
        });
        node.forEach(OpenApiConventions::contents);
    }

    private static void bound(JsonNode node, int longest) {
        if (!(node instanceof ObjectNode schema)) {
            return;
        }
        if (isOf(schema, "string") && !schema.has("maxLength") && !schema.has("enum") && !schema.has("const")) {
            schema.put(
                    "maxLength",
                    Math.min(longest, LENGTHS.getOrDefault(schema.path("format").asText(), longest)));
        }
        if (isOf(schema, "integer")) {
            if (!schema.has("format")) {
                schema.put("format", "int64");
            }
            long most = schema.path("format").asText().equals("int32") ? Integer.MAX_VALUE : LARGEST;
            if (!schema.has("minimum") && !schema.has("exclusiveMinimum")) {
                schema.put("minimum", -most);
            }
            if (!schema.has("maximum") && !schema.has("exclusiveMaximum")) {
                schema.put("maximum", most);
            }
        }
        if (isOf(schema, "array") && !schema.has("maxItems")) {
            schema.put("maxItems", MOST_ITEMS);
        }
        JsonNode properties = schema.path("properties");
        if (properties.has("next") && properties.path("items") instanceof ObjectNode page && isOf(page, "array")) {
            page.put("maxItems", MOST_IN_PAGE);
        }
        properties.forEach(property -> bound(property, longest));
        for (String inside : new String[] {"items", "additionalProperties", "not"}) {
            bound(schema.path(inside), longest);
        }
        for (String several : new String[] {"allOf", "anyOf", "oneOf"}) {
            schema.path(several).forEach(one -> bound(one, longest));
        }
    }

    private static boolean isOf(ObjectNode schema, String type) {
        JsonNode given = schema.path("type");
        if (given.isArray()) {
            for (JsonNode one : given) {
                if (one.asText().equals(type)) {
                    return true;
                }
            }
        }
        return given.isTextual() && given.asText().equals(type);
    }
}
