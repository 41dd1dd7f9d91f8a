package org.fediversity.runtime.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jboss.jandex.Index;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PresenceInDescriptionTest {
    record Shelf(String name, @Nullable String owner, Optional<Book> first) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Book(
            String title,
            int pages,
            @JsonInclude(JsonInclude.Include.ALWAYS) List<String> authors) {}

    private static Schema text() {
        return OASFactory.createSchema().addType(SchemaType.STRING);
    }

    private static Schema reference(String name) {
        return OASFactory.createSchema().ref("#/components/schemas/" + name);
    }

    private static OpenAPI described() throws IOException {
        var document = OASFactory.createOpenAPI()
                .paths(OASFactory.createPaths())
                .components(OASFactory.createComponents()
                        .addSchema(
                                "Shelf",
                                OASFactory.createSchema()
                                        .addProperty("name", text())
                                        .addProperty("owner", text())
                                        .addProperty("first", reference("Book")))
                        .addSchema(
                                "Book",
                                OASFactory.createSchema()
                                        .addProperty("title", text())
                                        .addProperty("pages", text())
                                        .addProperty("authors", text())));
        return document;
    }

    private static Schema filtered(OpenAPI document, String name) throws IOException {
        new PresenceInDescription(Index.of(Shelf.class, Book.class)).filterOpenAPI(document);
        return document.getComponents().getSchemas().get(name);
    }

    @Test
    void what_is_written_always_is_required_and_what_may_lack_may_be_null() throws IOException {
        Schema shelf = filtered(described(), "Shelf");
        assertThat(shelf.getRequired()).containsExactlyInAnyOrder("name", "owner", "first");
        assertThat(shelf.getProperties().get("name").getType()).containsExactly(SchemaType.STRING);
        assertThat(shelf.getProperties().get("owner").getType())
                .containsExactlyInAnyOrder(SchemaType.STRING, SchemaType.NULL);
        assertThat(shelf.getProperties().get("first").getAnyOf()).hasSize(2);
    }

    @Test
    void what_is_left_out_when_empty_is_not_required() throws IOException {
        assertThat(filtered(described(), "Book").getRequired()).containsExactlyInAnyOrder("pages", "authors");
    }

    @Test
    void a_request_requires_nothing() throws IOException {
        OpenAPI document = described();
        document.getPaths()
                .addPathItem(
                        "/shelves",
                        OASFactory.createPathItem()
                                .POST(OASFactory.createOperation()
                                        .requestBody(OASFactory.createRequestBody()
                                                .content(OASFactory.createContent()
                                                        .addMediaType(
                                                                "application/json",
                                                                OASFactory.createMediaType()
                                                                        .schema(reference("Shelf")))))));
        Schema shelf = filtered(document, "Shelf");
        assertThat(shelf.getRequired()).isNullOrEmpty();
        assertThat(document.getComponents().getSchemas().get("Book").getRequired())
                .as("what it is made of is sent, too")
                .isNullOrEmpty();
    }
}
