package org.fediversity.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.fediversity.gateway.domain.Service;
import org.fediversity.runtime.Json;
import org.junit.jupiter.api.Test;

/// The rules of Spectral's OWASP set that are errors there, on a document as services write it.
class OpenApiConventionsTest {
    private static final String SERVICE = """
            {"openapi": "3.1.0", "paths": {
              "/api/v1/deployments/{deployment}": {"get": {"operationId": "read",
                "parameters": [{"name": "deployment", "in": "path", "schema": {"type": "string"}},
                               {"name": "limit", "in": "query", "schema": {"type": ["integer", "null"], "format": "int32"}}],
                "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Page"}}}},
                              "404": {"description": "nothing of the kind"}}}},
              "/api/v1/deployments": {"post": {"operationId": "create",
                "requestBody": {"content": {"application/json": {"schema": {"type": "object", "properties": {"names": {"type": "array", "items": {"type": "string"}}}}},
                  "application/yaml": {"schema": {"type": "string", "format": "binary"}}}},
                "responses": {"201": {"description": "made"}}}},
              "/api/v1/deployments/{id}/logs": {"get": {"operationId": "logs",
                "parameters": [{"name": "id", "in": "path", "schema": {"type": "string", "maxLength": 36}}],
                "responses": {"200": {"description": "ok", "content": {"text/event-stream": {"schema": {"type": "string"}}}}}}}},
             "components": {"schemas": {
               "Page": {"type": "object", "properties": {"next": {"type": ["string", "null"]},
                        "items": {"type": "array", "items": {"$ref": "#/components/schemas/Item"}}}},
               "JsonNode": {"type": "object", "properties": {"nodeType": {"$ref": "#/components/schemas/JsonNodeType"}}},
               "JsonNodeType": {"type": "string", "enum": ["ARRAY", "NULL"]},
               "Item": {"type": "object", "properties": {
                        "type": {"type": "string", "enum": ["a", "b"]}, "at": {"type": "string", "format": "date-time"},
                        "count": {"type": "integer"}, "tags": {"type": "array", "items": {"type": "string"}},
                        "more": {"type": "object", "additionalProperties": {"type": "string"}}},
                        "example": {"type": "string", "count": 7}}}}}
            """;

    private final JsonNode document = merged();

    private static JsonNode merged() {
        OpenApiMerge merge = new OpenApiMerge("test");
        merge.add(Service.DEPLOYMENT, Json.tree(SERVICE));
        return merge.document(List.of());
    }

    private static void schemas(JsonNode node, Predicate<JsonNode> wanted, List<JsonNode> found) {
        node.properties().forEach(member -> {
            if (!member.getKey().equals("example")) {
                schemas(member.getValue(), wanted, found);
            }
        });
        if (node.isArray()) {
            node.forEach(item -> schemas(item, wanted, found));
        }
        if (wanted.test(node)) {
            found.add(node);
        }
    }

    private List<JsonNode> all(String type) {
        List<JsonNode> found = new ArrayList<>();
        schemas(
                document,
                node -> node.path("type").asText().equals(type)
                        || node.path("type").isArray()
                                && node.path("type").toString().contains("\"" + type + "\""),
                found);
        return found;
    }

    @Test
    void everything_has_an_end() {
        assertThat(all("string"))
                .hasSizeGreaterThan(8)
                .allMatch(schema -> schema.has("maxLength") || schema.has("enum"));
        assertThat(all("integer"))
                .hasSizeGreaterThan(4)
                .allMatch(schema -> schema.has("minimum") && schema.has("maximum") && schema.has("format"));
        assertThat(all("array")).hasSizeGreaterThan(2).allMatch(schema -> schema.has("maxItems"));
    }

    @Test
    void what_a_service_says_itself_stays() {
        JsonNode parameter = document.at("/paths/~1api~1v1~1deployments~1{id}~1logs/get/parameters/0/schema");
        assertThat(parameter.path("maxLength").asInt()).isEqualTo(36);
        assertThat(document.at("/components/schemas/Item/example/count").asInt())
                .isEqualTo(7);
        assertThat(document.at("/components/schemas/Page/properties/items/maxItems")
                        .asInt())
                .isEqualTo(200);
    }

    @Test
    void what_is_raw_to_a_service_is_a_document_to_its_callers() {
        assertThat(document.at("/paths/~1api~1v1~1deployments/post/requestBody/content/application~1yaml/schema/type")
                        .asText())
                .isEqualTo("object");
        assertThat(document.at("/components/schemas/JsonNode").has("properties"))
                .isFalse();
        assertThat(document.at("/components/schemas").has("JsonNodeType")).isFalse();
    }

    @Test
    void a_stream_has_none() {
        JsonNode stream = document.at(
                "/paths/~1api~1v1~1deployments~1{id}~1logs/get/responses/200/content/text~1event-stream/schema");
        assertThat(stream.has("type")).isFalse();
    }

    @Test
    void every_answer_tells_of_the_rate_and_every_operation_how_it_may_be_refused() {
        document.path("paths")
                .forEach(path -> path.forEach(operation -> {
                    JsonNode responses = operation.path("responses");
                    for (String status : List.of("401", "403", "429", "500", "503")) {
                        assertThat(responses.has(status))
                                .as(status + " of " + operation)
                                .isTrue();
                    }
                    responses.properties().forEach(response -> {
                        JsonNode described = response.getValue().has("$ref")
                                ? document.at(response.getValue()
                                        .path("$ref")
                                        .asText()
                                        .substring(1))
                                : response.getValue();
                        assertThat(described.path("headers").has("RateLimit-Limit"))
                                .as(response.getKey())
                                .isTrue();
                    });
                }));
        assertThat(document.at("/paths/~1api~1v1~1deployments/post/parameters/0/name")
                        .asText())
                .isEqualTo("Idempotency-Key");
        assertThat(document.at("/components/responses/Refused429/headers").has("Retry-After"))
                .isTrue();
    }
}
