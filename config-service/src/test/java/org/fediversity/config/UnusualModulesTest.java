package org.fediversity.config;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.fediversity.config.Garden.bytes;
import static org.fediversity.config.Garden.patch;
import static org.fediversity.config.Garden.path;
import static org.fediversity.config.Garden.read;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fediversity.contracts.PinnedApplication;
import org.fediversity.runtime.Json;
import org.fediversity.testing.Servers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Somebody packages what nobody thought of, by the format alone, and somebody configures it, by the API alone.
@QuarkusTest
@QuarkusTestResource(Servers.class)
@TestSecurity(
        user = "op-1",
        roles = {"operator", "maintainer"})
class UnusualModulesTest {
    private static final Path MODULES =
            Path.of(System.getProperty("fediversity.root"), "events/modules/src/test/resources/unusual");

    @Inject
    FakeDeployments deployments;

    private final String name = Garden.fresh();
    private String id = "";

    private String module(String file) throws IOException {
        return Files.readString(MODULES.resolve(file + ".yaml")).replace("name: observatory", "name: " + name);
    }

    @BeforeEach
    void publish() throws IOException {
        Garden.publish(module("observatory")).statusCode(201);
        id = Garden.deployment(deployments, "op-1", new PinnedApplication(name, "1.4.0-rc.2+build.7", "sterne"));
    }

    private ValidatableResponse stage(String yaml) {
        return given().contentType(Garden.YAML)
                .body(bytes("applications:\n  " + name + ": " + yaml + "\n"))
                .post(path(id))
                .then();
    }

    private static JsonNode json(ValidatableResponse response) {
        return Json.tree(response.extract().asString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "questionnaire"})
    void the_least_and_the_most_conditional_module_are_published(String file) throws IOException {
        assertThat(Garden.publish(module(file)).extract().statusCode()).isIn(200, 201);
        given().get("/api/v1/applications/" + file).then().statusCode(200).body("name", equalTo(file));
    }

    @Test
    void its_version_with_build_and_pre_release_is_found_and_its_schema_is_whole() {
        String version = "/api/v1/applications/" + name + "/versions/1.4.0-rc.2+build.7";
        given().urlEncodingEnabled(false)
                .get(version.replace("+", "%2B"))
                .then()
                .statusCode(200)
                .body("title", equalTo("Обсерватория 🔭"));
        given().urlEncodingEnabled(false)
                .get(version.replace("+", "%2B") + "/schema")
                .then()
                .statusCode(200)
                .body("properties.größe.maximum", equalTo(10), "'$defs'.telescope.required", equalTo(List.of("name")));
        assertThat(json(given().get(path(id) + "/schema").then().statusCode(200))
                        .at("/properties/applications/properties/" + name + "/properties/telescopes/items/$ref")
                        .asText())
                .isEqualTo("#/properties/applications/properties/" + name + "/$defs/telescope");
    }

    @Test
    void options_with_any_name_are_staged_and_read_back_and_conditional_defaults_follow_the_choice() {
        stage("{title: Sterne, storage: disk, größe: 3, \"in\": south, \"a.b/c~d\": true, headers: {X-A: \"ü\"}}")
                .statusCode(201);
        JsonNode shown = json(read(id).statusCode(200));
        assertThat(shown.at("/staged/applications/" + name).path("größe").asInt())
                .isEqualTo(3);
        assertThat(shown.at("/staged/defaults/" + name).path("path").asText()).isEqualTo("pictures");
        assertThat(shown.at("/staged/defaults/" + name).has("public")).isFalse();
        given().get(path(id) + "/revisions/1")
                .then()
                .body("resources.name", hasItems("disk", "shell"), "resources.name", not(hasItem("media")));
        patch(id, "\"1\"", Garden.options(name, "{\"storage\": \"bucket\", \"a.b/c~d\": null}"))
                .statusCode(201);
        assertThat(json(read(id)).at("/staged/defaults/" + name + "/public").asBoolean())
                .isTrue();
        given().get(path(id) + "/revisions/2")
                .then()
                .body("resources.name", hasItem("media"), "resources.name", not(hasItem("disk")));
        given().get(path(id) + "/diff?from=1&to=2")
                .then()
                .body("path", hasItem("/applications/" + name + "/a.b~1c~0d"));
    }

    @Test
    void what_a_condition_wants_or_forbids_is_told_with_its_pointer_and_line() {
        stage("\n    title: S\n    storage: disk\n    public: true\n    apiKey: abcd\n    mail:\n      enabled: true")
                .statusCode(422)
                .body(
                        "errors.pointer",
                        hasItems("/applications/" + name + "/public", "/applications/" + name + "/mail/from"),
                        "errors.find { it.pointer.endsWith('/public') }.message",
                        startsWith("line 5: "));
    }
}
