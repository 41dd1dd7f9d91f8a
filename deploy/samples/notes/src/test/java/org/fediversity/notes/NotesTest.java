package org.fediversity.notes;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class NotesTest {
    private static final byte[] PICTURE = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    @Inject
    Settings settings;

    @Inject
    Jdbi jdbi;

    @Inject
    ObjectMapper json;

    @Test
    void node_info_is_valid_by_its_schema() throws Exception {
        var links = json.readTree(given().get("/.well-known/nodeinfo").asString());
        var href = links.at("/links/0/href").asText();
        assertThat(href).startsWith(Surroundings.ADDRESS);
        var document = json.readTree(given().get(URI.create(href).getPath()).asString());
        var schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
                .getSchema(getClass().getResourceAsStream("/nodeinfo-2.1-schema.json"));
        assertThat(schema.validate(document)).isEmpty();
    }

    @Test
    void an_account_name_leads_to_an_actor_with_a_key() throws Exception {
        var found = read(given().queryParam("resource", "acct:notes@blog.test.localhost:8088")
                .get("/.well-known/webfinger"));
        var actor = read(given().accept("application/activity+json")
                .get(URI.create(found.at("/links/0/href").asText()).getPath()));
        assertThat(actor.at("/id").asText()).isEqualTo(Surroundings.ADDRESS + "/users/notes");
        assertThat(actor.at("/publicKey/owner").asText())
                .isEqualTo(actor.at("/id").asText());
        assertThat(actor.at("/publicKey/publicKeyPem").asText()).startsWith("-----BEGIN PUBLIC KEY-----\n");
    }

    @Test
    void strangers_are_not_found() {
        assertThat(given().queryParam("resource", "acct:eve@blog.test.localhost:8088")
                        .get("/.well-known/webfinger")
                        .statusCode())
                .isEqualTo(404);
        assertThat(given().get("/.well-known/webfinger").statusCode()).isEqualTo(400);
        assertThat(given().get("/users/eve").statusCode()).isEqualTo(404);
        assertThat(given().get("/notes/no-such-note").statusCode()).isEqualTo(404);
        assertThat(given().get("/media/00000000-0000-0000-0000-000000000000").statusCode())
                .isEqualTo(404);
        assertThat(given().get("/archive/../../etc/passwd").statusCode()).isEqualTo(404);
    }

    @Test
    void a_note_with_a_picture_is_there_in_every_form() throws Exception {
        var note = read(publish("Look <i>here</i>", PICTURE)
                .then()
                .statusCode(201)
                .extract()
                .response());
        var path = URI.create(note.at("/url").asText()).getPath();
        var picture = given().get(URI.create(note.at("/picture/url").asText()).getPath());
        assertThat(picture.contentType()).isEqualTo("image/png");
        assertThat(picture.asByteArray()).isEqualTo(PICTURE);
        var object = read(given().accept("application/activity+json").get(path));
        assertThat(object.at("/content").asText()).isEqualTo("<p>Look &lt;i&gt;here&lt;/i&gt;</p>");
        assertThat(object.at("/attachment/0/name").asText()).isEqualTo("a dot");
        var archived = read(given().get("/archive/" + note.at("/id").asText()));
        assertThat(archived).isEqualTo(object);
        assertThat(given().accept("text/html").get(path).asString()).contains("Look &lt;i&gt;here&lt;/i&gt;");
        assertThat(read(given().get("/api/notes?limit=1")).at("/items/0/id")).isEqualTo(note.at("/id"));
    }

    @Test
    void the_outbox_is_complete_and_without_repetition() throws Exception {
        for (int i = 0; i < 25; i++) {
            publish("number " + i, new byte[0]).then().statusCode(201);
        }
        var outbox = read(given().get("/users/notes/outbox"));
        Set<String> seen = new HashSet<>();
        var next = outbox.at("/first");
        while (!next.isMissingNode()) {
            var uri = URI.create(next.asText());
            var page = read(given().get(uri.getPath() + "?" + uri.getQuery()));
            assertThat(page.at("/id")).isEqualTo(next);
            page.at("/orderedItems")
                    .forEach(item ->
                            assertThat(seen.add(item.at("/object/id").asText())).isTrue());
            next = page.at("/next");
        }
        assertThat(seen).hasSize(outbox.at("/totalItems").asInt());
    }

    @Test
    void what_is_no_note_is_refused_and_says_why() {
        assertThat(publish("   ", new byte[0]).statusCode()).isEqualTo(422);
        assertThat(publish("x".repeat(5_001), new byte[0]).jsonPath().getString("detail"))
                .contains("5001");
        assertThat(publish("script", "<svg onload=alert(1)>".getBytes()).statusCode())
                .isEqualTo(415);
        var refused = given().multiPart("text", "hello")
                .multiPart("password", "wrong")
                .post("/api/notes");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.contentType()).startsWith("application/problem+json");
    }

    @Test
    void the_page_takes_only_forms_it_gave_out_and_escapes_everything() {
        var page = given().get("/");
        assertThat(page.asString())
                .contains("Fish &amp; &lt;b&gt;chips&lt;/b&gt; ${DATABASE_PASSWORD}")
                .doesNotContain("<b>chips");
        var token = page.htmlPath().getString("**.find { it.@name == 'token' }.@value");
        var forged = given().multiPart("text", "forged")
                .multiPart("password", Surroundings.PASSWORD)
                .multiPart("token", token)
                .post("/");
        assertThat(forged.statusCode()).isEqualTo(403);
        var posted = given().redirects()
                .follow(false)
                .cookies(page.cookies())
                .multiPart("text", "from the page")
                .multiPart("picture", "", new byte[0])
                .multiPart("password", Surroundings.PASSWORD)
                .multiPart("token", token)
                .post("/");
        assertThat(posted.statusCode()).isEqualTo(303);
        assertThat(given().get("/").asString()).contains("from the page").doesNotContain("forged");
    }

    @Test
    void a_start_with_another_key_or_name_is_refused() {
        assertThatThrownBy(() -> new Identity(changed(settings.username(), Surroundings.rsaKey()), jdbi))
                .hasMessageContaining("ACTOR_KEY");
        assertThatThrownBy(() -> new Identity(changed("eve", settings.actorKey()), jdbi))
                .hasMessageContaining("founded as notes");
    }

    private Settings changed(String username, String key) {
        return new Settings(
                settings.baseUrl(),
                "t",
                "",
                "en",
                username,
                key,
                "s",
                Optional.empty(),
                settings.archive(),
                settings.bucket());
    }

    private static Response publish(String text, byte[] picture) {
        var form = given().multiPart("text", text).multiPart("password", Surroundings.PASSWORD);
        return (picture.length == 0
                        ? form
                        : form.multiPart("picture", "dot.png", picture).multiPart("description", "a dot"))
                .post("/api/notes");
    }

    private JsonNode read(Response response) throws Exception {
        return json.readTree(response.asString());
    }
}
