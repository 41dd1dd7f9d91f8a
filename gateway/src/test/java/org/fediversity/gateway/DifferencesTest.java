package org.fediversity.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.fediversity.testing.Servers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The config service of these tests echoes what it is asked: between two moments, only the moment differs.
@QuarkusTest
@QuarkusTestResource(Servers.class)
@QuarkusTestResource(Surroundings.class)
class DifferencesTest {
    private final String owner = "owner" + UUID.randomUUID().toString().substring(0, 8);
    private final Story story = Story.of(owner);
    private int position;
    private String time = "";

    @BeforeEach
    void tellTheStory() {
        Story.tell(story.created());
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            Response history = ask(owner, "/deployments/" + story.deployment() + "/history");
            if (history.statusCode() != 200 || history.<List<?>>path("items").isEmpty()) {
                return false;
            }
            position = history.path("items[0].position");
            time = history.path("items[0].time");
            return true;
        });
    }

    private static Response ask(String operator, String path) {
        return given().header("Authorization", "Bearer " + Tokens.of(operator, "operator"))
                .get("/api/v1" + path);
    }

    private Response differences(String query) {
        return ask(owner, "/deployments/" + story.deployment() + "/configuration/differences" + query);
    }

    @Test
    void between_a_position_and_a_time_there_is_a_patch() {
        Response answer = differences("?from=" + position + "&to=2999-01-01T00:00:00Z");
        answer.then().statusCode(200);
        assertThat(answer.<String>path("from")).isEqualTo(time);
        assertThat(answer.<List<Map<String, String>>>path("patch")).anySatisfy(step -> {
            assertThat(step).containsEntry("op", "replace").containsEntry("path", "/uri");
            assertThat(step.get("value")).contains("at=2999-01-01T00:00:00Z");
        });
    }

    @Test
    void moments_that_make_no_sense_are_named() {
        differences("").then().statusCode(400).body("detail", containsString("from"));
        differences("?from=yesterday").then().statusCode(400).body("detail", containsString("\"from\""));
        differences("?from=0&to=then").then().statusCode(400).body("detail", containsString("\"to\""));
        differences("?from=999999999").then().statusCode(400).body("detail", containsString("999999999"));
        differences("?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z")
                .then()
                .statusCode(400)
                .body("detail", containsString("before"));
    }

    @Test
    void what_is_somebody_elses_or_nobodys_has_none() {
        ask("somebody-else", "/deployments/" + story.deployment() + "/differences?from=0")
                .then()
                .statusCode(404);
        ask(owner, "/deployments/nothing/configuration/differences?from=0")
                .then()
                .statusCode(404);
        ask(owner, "/migrations/" + UUID.randomUUID() + "/differences?from=0")
                .then()
                .statusCode(404);
    }

    @Test
    void a_service_that_is_away_is_said_to_be() {
        ask(owner, "/environments/alpha/differences?from=" + position)
                .then()
                .statusCode(503)
                .header("Retry-After", containsString(""))
                .body("detail", containsString("provisioning"));
    }
}
