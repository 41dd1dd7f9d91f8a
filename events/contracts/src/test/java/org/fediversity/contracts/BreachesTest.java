package org.fediversity.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Small changes of a small interface, and what is said of them.
class BreachesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API = """
            {"paths": {
              "/things": {"post": {"operationId": "make", "x-roles": ["operator"], "security": [{"bearer": []}],
                "parameters": [{"name": "dry", "in": "query", "schema": {"type": "boolean"}}],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Wish"}}}},
                "responses": {"201": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
                              "409": {"description": "no"}}}},
              "/about": {"get": {"operationId": "about", "security": [], "responses": {"200": {"description": "hello"}}}}},
             "components": {"schemas": {
               "Wish": {"type": "object", "required": ["name"], "properties": {
                 "name": {"type": "string", "maxLength": 60}, "size": {"type": "integer"},
                 "colour": {"type": "string", "enum": ["red", "green"]}}},
               "Thing": {"type": "object", "required": ["id", "part"], "properties": {
                 "id": {"type": "string"}, "state": {"type": "string", "enum": ["new", "old"]},
                 "end": {"type": ["string", "null"]}, "part": {"$ref": "#/components/schemas/Thing"},
                 "tags": {"type": "array", "items": {"type": "string"}}}}}}}
            """;

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> changed(String from, String to) {
        assertThat(API).contains(from);
        return Breaches.ofApi(read(API), read(API.replace(from, to)));
    }

    @Test
    void the_same_breaks_nobody() {
        assertThat(Breaches.ofApi(read(API), read(API))).isEmpty();
    }

    @Test
    void more_to_ask_for_and_more_to_read_breaks_nobody() {
        assertThat(changed("\"size\": {\"type\": \"integer\"}", "\"size\": {\"type\": \"number\"}"))
                .isEmpty();
        assertThat(changed("\"red\", \"green\"", "\"red\", \"green\", \"blue\""))
                .isEmpty();
        assertThat(changed("\"maxLength\": 60", "\"maxLength\": 90")).isEmpty();
        assertThat(changed(
                        "\"id\": {\"type\": \"string\"}",
                        "\"id\": {\"type\": \"string\"}, \"at\": {\"type\": \"string\"}"))
                .isEmpty();
        assertThat(changed("[\"id\", \"part\"]", "[\"id\", \"part\", \"tags\"]"))
                .isEmpty();
        assertThat(changed("[\"string\", \"null\"]", "\"string\"")).isEmpty();
    }

    @Test
    void an_operation_that_is_gone_or_called_otherwise() {
        assertThat(changed("\"/about\": {\"get\"", "\"/about\": {\"put\""))
                .containsExactly("breaks everybody: GET /about is gone");
        assertThat(changed("\"make\"", "\"create\"")).singleElement().asString().contains("no longer called make");
        assertThat(changed("\"security\": []", "\"security\": [{\"bearer\": []}]"))
                .containsExactly("breaks everybody: GET /about wants a token now");
    }

    @Test
    void a_field_that_those_who_read_relied_on() {
        assertThat(changed("\"state\":", "\"status\":"))
                .containsExactly("breaks every operator: POST /things answers 201 /state is gone");
        assertThat(changed("[\"id\", \"part\"]", "[\"part\"]"))
                .containsExactly("breaks every operator: POST /things answers 201 /id may be missing now");
        assertThat(changed("\"id\": {\"type\": \"string\"}", "\"id\": {\"type\": \"integer\"}"))
                .containsExactly("breaks every operator: POST /things answers 201 /id is integer and was string");
        assertThat(changed("\"new\", \"old\"", "\"new\", \"old\", \"odd\""))
                .containsExactly("breaks every operator: POST /things answers 201 /state may be [odd] now");
        assertThat(changed("\"items\": {\"type\": \"string\"}", "\"items\": {\"type\": [\"string\", \"null\"]}"))
                .containsExactly(
                        "breaks every operator: POST /things answers 201 /tags/* is null or string and was string");
        assertThat(changed("\"201\"", "\"202\""))
                .containsExactly("breaks every operator: POST /things answers 201 no longer");
    }

    @Test
    void a_request_that_is_no_longer_taken() {
        assertThat(changed("[\"name\"]", "[\"name\", \"size\"]"))
                .containsExactly("breaks every operator: POST /things takes /size must be given now");
        assertThat(changed("\"maxLength\": 60", "\"maxLength\": 30"))
                .containsExactly("breaks every operator: POST /things takes /name has the maxLength 30 and had 60");
        assertThat(changed("\"red\", \"green\"", "\"red\""))
                .containsExactly("breaks every operator: POST /things takes /colour no longer takes [green]");
        assertThat(changed("\"in\": \"query\"", "\"in\": \"query\", \"required\": true"))
                .containsExactly("breaks every operator: POST /things wants the parameter dry in query");
        assertThat(changed("\"dry\"", "\"try\""))
                .containsExactly("breaks every operator: POST /things no longer takes the parameter dry in query");
    }

    @Test
    void a_body_or_a_parameter_that_is_wanted_otherwise() {
        assertThat(changed("\"requestBody\": {", "\"requestBody\": {\"required\": true, "))
                .containsExactly("breaks every operator: POST /things wants a body now");
        assertThat(changed("{\"type\": \"boolean\"}", "{\"type\": \"string\"}"))
                .containsExactly(
                        "breaks every operator: POST /things parameter dry in query is string and was boolean");
        assertThat(changed("\"name\": \"dry\"", "\"name\": \"at\", \"in\": \"query\"}, {\"name\": \"dry\""))
                .isEmpty();
    }

    @Test
    void an_answer_in_another_form() {
        assertThat(changed("\"201\": {\"content\": {\"application/json\"", "\"201\": {\"content\": {\"text/plain\""))
                .containsExactly("breaks every operator: POST /things answers 201 no longer as application/json");
        assertThat(changed("{\"type\": \"array\", \"items\": {\"type\": \"string\"}}", "{}"))
                .contains("breaks every operator: POST /things answers 201 /tags is anything and was array");
        assertThat(changed("\"id\": {\"type\": \"string\"}", "\"id\": {\"type\": \"string\", \"format\": \"uuid\"}"))
                .containsExactly("breaks every operator: POST /things answers 201 /id has another format");
        assertThat(changed("\"409\": {", "\"304\": {}, \"409\": {")).isEmpty();
    }

    @Test
    void a_path_that_is_gone() {
        assertThat(changed("\"/things\"", "\"/objects\""))
                .containsExactly("breaks every operator: POST /things is gone");
    }

    @Test
    void an_event_or_a_field_of_one_that_is_gone() {
        String events = """
                {"channels": {"toys": {"address": "fediversity.toys",
                   "messages": {"Broke": {"$ref": "#/components/messages/Broke"}}}},
                 "components": {"messages": {"Broke": {"name": "org.fediversity.Broke", "payload":
                   {"type": "object", "required": ["toy"], "properties": {"toy": {"type": "string"}}}}}}}
                """;
        assertThat(Breaches.ofEvents(
                        read(events),
                        read(events.replace("\"messages\": {\"Broke\": {\"$", "\"messages\": {\"Bent\": {\"$"))))
                .containsExactly("breaks whoever listens to fediversity.toys: event Broke is gone");
        assertThat(Breaches.ofEvents(read(events), read(events.replace("\"toy\": {", "\"thing\": {"))))
                .contains("breaks whoever listens to fediversity.toys: event Broke /toy is gone");
        assertThat(Breaches.ofEvents(read(events), read(events.replace("fediversity.toys", "fediversity.games"))))
                .containsExactly("breaks whoever listens to fediversity.toys: topic fediversity.toys is gone");
    }
}
