package org.fediversity.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each test changes one thing in the description of a small library of books.
class DescriptionTest {
    private static final String BOOKS = """
            {"paths": {"/books/{id}": {
               "get": {"operationId": "getBook",
                 "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
                                {"name": "at", "in": "query", "schema": {"type": "string"}}],
                 "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Book"}}}},
                               "404": {}}},
               "post": {"operationId": "changeBook",
                 "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Change"}}}},
                 "responses": {"202": {}}}}},
             "components": {"schemas": {
               "Book": {"type": "object", "required": ["title"], "properties": {
                  "title": {"type": "string"}, "pages": {"type": "integer", "format": "int32"},
                  "state": {"type": "string", "enum": ["lent", "here"]},
                  "sequel": {"$ref": "#/components/schemas/Book"},
                  "tags": {"type": "array", "items": {"type": "string"}}}},
               "Change": {"type": "object", "required": ["title"], "properties": {
                  "title": {"type": "string"}, "state": {"type": "string", "enum": ["lent", "here"]}}}}}}
            """;

    private static JsonNode json(String text) {
        try {
            return Answer.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> breaks(String what, String instead) {
        assertThat(BOOKS).contains(what);
        return Description.breaks(json(BOOKS), json(BOOKS.replace(what, instead)));
    }

    @Test
    void what_stays_breaks_nothing() {
        assertThat(Description.breaks(json(BOOKS), json(BOOKS))).isEmpty();
    }

    @Test
    void what_is_added_breaks_nothing() {
        assertThat(breaks("\"pages\"", "\"weight\": {\"type\": \"number\"}, \"pages\""))
                .isEmpty();
        assertThat(breaks("\"404\": {}", "\"404\": {}, \"304\": {}")).isEmpty();
        assertThat(breaks(
                        "{\"name\": \"at\"",
                        "{\"name\": \"as\", \"in\": \"query\", \"schema\": {\"type\": \"string\"}}, {\"name\": \"at\""))
                .isEmpty();
    }

    @Test
    void a_path_or_an_operation_is_gone() {
        assertThat(breaks("/books/{id}", "/novels/{id}"))
                .containsExactly("GET /books/{id} is gone", "POST /books/{id} is gone");
        assertThat(breaks("\"post\": {", "\"put\": {")).containsExactly("POST /books/{id} is gone");
    }

    @Test
    void a_client_calls_an_operation_by_its_id() {
        assertThat(breaks("changeBook", "patchBook")).containsExactly("POST /books/{id} has another operationId");
    }

    @Test
    void an_answer_or_its_form_is_gone() {
        assertThat(breaks("\"202\"", "\"200\"")).containsExactly("POST /books/{id} 202 is gone");
        assertThat(breaks("\"200\": {\"content\": {\"application/json\"", "\"200\": {\"content\": {\"text/plain\""))
                .containsExactly("GET /books/{id} 200: application/json is gone");
    }

    @Test
    void a_field_of_an_answer_is_gone_or_may_be_absent() {
        assertThat(breaks("\"pages\"", "\"leaves\"")).containsExactly("GET /books/{id} 200/pages is gone");
        assertThat(breaks(
                        "\"Book\": {\"type\": \"object\", \"required\": [\"title\"]",
                        "\"Book\": {\"type\": \"object\""))
                .containsExactly("GET /books/{id} 200/title may now be absent");
    }

    @Test
    void a_parameter_is_gone_or_wanted() {
        assertThat(breaks("\"name\": \"at\"", "\"name\": \"when\""))
                .containsExactly("GET /books/{id}: parameter at in query is gone");
        assertThat(breaks("\"name\": \"at\", ", "\"name\": \"at\", \"required\": true, "))
                .containsExactly("GET /books/{id}: parameter at in query is now required");
    }

    @Test
    void a_body_or_something_in_it_is_wanted() {
        assertThat(breaks("\"requestBody\": {", "\"requestBody\": {\"required\": true, "))
                .containsExactly("POST /books/{id}: a body is now required");
        assertThat(breaks(
                        "\"Change\": {\"type\": \"object\", \"required\": [\"title\"]",
                        "\"Change\": {\"type\": \"object\", \"required\": [\"title\", \"state\"]"))
                .containsExactly("POST /books/{id} body/state is now required");
    }

    @Test
    void a_type_changed() {
        assertThat(breaks("\"format\": \"int32\"", "\"format\": \"int64\""))
                .containsExactly("GET /books/{id} 200/pages was integer (int32) and is integer (int64)");
        assertThat(breaks("\"items\": {\"type\": \"string\"}", "\"items\": {\"type\": [\"string\", \"null\"]}"))
                .containsExactly("GET /books/{id} 200/tags/* was string and is null or string");
        assertThat(breaks(
                        "\"at\", \"in\": \"query\", \"schema\": {\"type\": \"string\"}",
                        "\"at\", \"in\": \"query\", \"schema\": {\"type\": \"boolean\"}"))
                .containsExactly("GET /books/{id}: parameter at in query was string and is boolean");
        assertThat(breaks("\"tags\": {\"type\": \"array\", \"items\": {\"type\": \"string\"}}", "\"tags\": {}"))
                .containsExactly("GET /books/{id} 200/tags was array and is anything");
    }

    @Test
    void a_list_of_values_may_grow_where_it_is_sent_and_shrink_where_it_is_got() {
        assertThat(breaks("[\"lent\", \"here\"]", "[\"lent\", \"here\", \"lost\"]"))
                .containsExactly("GET /books/{id} 200/state was one of [here, lent] and is one of [here, lent, lost]");
        assertThat(breaks("[\"lent\", \"here\"]", "[\"here\"]"))
                .containsExactly("POST /books/{id} body/state was one of [here, lent] and is one of [here]");
    }
}
