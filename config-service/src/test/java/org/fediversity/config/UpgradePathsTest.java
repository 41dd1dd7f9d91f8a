package org.fediversity.config;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.fediversity.contracts.DeploymentEvent.DeploymentSucceeded;
import org.fediversity.contracts.PinnedApplication;
import org.fediversity.testing.Servers;
import org.fediversity.testing.Topic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// From 1.0.0 to 1.1.0 (short, no way back) to 1.2.0 (none, reversible), from 1.1.0 to 2.0.0 (long); 3.0.0 follows 2.5
/// only, which does not exist; 2.1.0 follows 2.0.0 and runs in containers only; 1.2.1-rc.1 follows 1.2.0.
@QuarkusTest
@QuarkusTestResource(Servers.class)
@TestSecurity(
        user = "op-1",
        roles = {"operator", "maintainer"})
class UpgradePathsTest {
    @Inject
    FakeDeployments deployments;

    private final String garden = Garden.fresh();
    private String id = "";

    @BeforeEach
    void plant() {
        id = Garden.deployment(deployments, garden);
        version("1.1.0", "{from: '>=1.0.0 <1.1.0', downtime: short, reversible: false}");
        version("1.2.0", "{from: '>=1.1.0 <1.2.0', downtime: none, reversible: true}");
        version("1.2.1-rc.1", "{from: '1.2.0', downtime: none, reversible: true}");
        version("2.0.0", "{from: '>=1.1.0 <1.2.0', downtime: long, reversible: false}");
        version("3.0.0", "{from: '>=2.5.0 <3.0.0'}");
        publish(module("2.1.0", "{from: '2.0.0'}")
                .replace(
                        "process: {command: [java, -version], stopSignal: TERM, stopSeconds: 5}",
                        "container: {image: 'a/b:1'}"));
    }

    private String module(String version, String upgrade) {
        return Garden.module(garden, version)
                .replaceAll("(?m)^  - \\{from:.*$", "  - " + java.util.regex.Matcher.quoteReplacement(upgrade));
    }

    private static void publish(String module) {
        Garden.publish(module).statusCode(201);
    }

    private void version(String version, String upgrade) {
        publish(module(version, upgrade));
    }

    private ValidatableResponse paths(String deployment) {
        return given().get("/api/v1/deployments/" + deployment + "/upgrade-paths")
                .then();
    }

    private ValidatableResponse stage(String version) {
        return Garden.stage(
                id,
                "{\"applications\": {\"%1$s\": {\"title\": \"One\"}}, \"versions\": {\"%1$s\": \"%2$s\"}}"
                        .formatted(garden, version));
    }

    private void roll(int rollout, int revision) {
        Topic.tell(new DeploymentSucceeded(id, rollout, revision, "alpha", Map.of(), Map.of()));
        await().until(() -> Integer.valueOf(revision)
                .equals(Garden.read(id).extract().jsonPath().get("deployed.revision")));
    }

    @Test
    void the_ways_to_newer_versions_are_told_with_steps_downtime_and_reversibility() {
        paths(id)
                .statusCode(200)
                .body(
                        "items.application",
                        contains(garden),
                        "items[0].from",
                        equalTo("1.0.0"),
                        "items[0].paths.version",
                        contains("1.1.0", "1.2.0", "1.2.1-rc.1", "2.0.0", "2.1.0"),
                        "items[0].paths[0].downtime",
                        equalTo("short"),
                        "items[0].paths[0].reversible",
                        equalTo(false),
                        "items[0].paths[1].steps.to",
                        contains("1.1.0", "1.2.0"),
                        "items[0].paths[1].steps.from",
                        contains("1.0.0", "1.1.0"),
                        "items[0].paths[1].downtime",
                        equalTo("short"),
                        "items[0].paths[3].steps.to",
                        contains("1.1.0", "2.0.0"),
                        "items[0].paths[3].downtime",
                        equalTo("long"),
                        "items[0].paths[3].possible",
                        equalTo(true),
                        "items[0].paths[3].problems",
                        empty());
    }

    @Test
    void they_come_page_by_page() {
        String other = Garden.fresh();
        Garden.publish(Garden.module(other, "1.0.0")).statusCode(201);
        String two = Garden.deployment(
                deployments,
                "op-1",
                new PinnedApplication(garden, "1.0.0", "www"),
                new PinnedApplication(other, "1.0.0", "blog"));
        String at = "/api/v1/deployments/" + two + "/upgrade-paths";
        String next = given().queryParam("limit", 1)
                .get(at)
                .then()
                .statusCode(200)
                .body("items.application", contains(garden))
                .extract()
                .path("next");
        given().queryParam("limit", 1)
                .queryParam("cursor", next)
                .get(at)
                .then()
                .statusCode(200)
                .body("items.application", contains(other), "next", org.hamcrest.Matchers.nullValue());
        given().queryParam("cursor", "bW9vbg").get(at).then().statusCode(400);
        given().queryParam("limit", 201).get(at).then().statusCode(400);
    }

    @Test
    void a_version_that_cannot_run_where_the_deployment_is_is_told_before_anything_is_staged() {
        paths(id)
                .body(
                        "items[0].paths.find { it.version == '2.1.0' }.possible",
                        equalTo(false),
                        "items[0].paths.find { it.version == '2.1.0' }.problems",
                        contains(containsString("process")));
        String domain = "d" + Garden.fresh() + ".localhost";
        given().contentType("application/json")
                .body("{\"name\": \"" + domain + "\"}")
                .post("/api/v1/domains")
                .then()
                .statusCode(201);
        String rack =
                deployments.create("op-1", "rack", "monolithic", domain, new PinnedApplication(garden, "2.0.0", "www"));
        paths(rack).body("items[0].paths.version", contains("2.1.0"), "items[0].paths[0].possible", equalTo(true));
        id = deployments.create("op-1", "alpha", "monolithic", domain, new PinnedApplication(garden, "2.0.0", "www"));
        stage("2.1.0")
                .statusCode(422)
                .body(
                        "errors.pointer",
                        hasItem("/versions/" + garden),
                        "errors.message",
                        hasItem(containsString("backend")));
        Garden.read(id).body("staged.revision", equalTo(0));
    }

    @Test
    void steps_are_taken_from_what_is_installed_one_after_the_other() {
        stage("1.0.0").statusCode(201);
        roll(1, 1);
        stage("1.2.0").statusCode(422).body("errors[0].message", containsString("upgrade-paths"));
        stage("1.1.0").statusCode(201);
        stage("1.2.0").statusCode(422).body("errors[0].message", containsString("cannot follow 1.0.0 directly"));
        paths(id).body("items[0].from", equalTo("1.0.0"), "items[0].staged", equalTo("1.1.0"));
        stage("1.0.0").statusCode(201);
        stage("1.1.0").statusCode(201);
        roll(2, 4);
        paths(id).body("items[0].from", equalTo("1.1.0"), "items[0].paths.version", hasItem("2.0.0"));
        stage("1.0.0").statusCode(422).body("errors[0].message", containsString("no downgrades"));
        stage("1.2.0").statusCode(201);
    }

    @Test
    void no_way_leads_to_or_over_a_withdrawn_version() {
        given().contentType("application/json")
                .body("{\"status\": \"withdrawn\", \"reason\": \"it leaks\"}")
                .patch("/api/v1/applications/" + garden + "/versions/1.1.0")
                .then()
                .statusCode(200);
        paths(id).body("items[0].paths", empty());
        stage("1.1.0").statusCode(422).body("errors[0].message", containsString("it leaks"));
    }

    @Test
    void versions_that_are_no_versions_are_refused_with_their_pointers() {
        for (String versions : List.of("\"1.1.0\"", "[\"1.1.0\"]")) {
            Garden.stage(
                            id,
                            "{\"applications\": {\"%s\": {\"title\": \"One\"}}, \"versions\": %s}"
                                    .formatted(garden, versions))
                    .statusCode(422)
                    .body("errors[0].pointer", equalTo("/versions"));
        }
        stage("latest").statusCode(422).body("errors[0].pointer", equalTo("/versions/" + garden));
    }

    @Test
    @TestSecurity(
            user = "op-2",
            roles = {"operator", "maintainer"})
    void the_deployment_of_somebody_else_is_not_there() {
        id = deployments.create("op-1", "monolithic", "x.localhost", new PinnedApplication(garden, "1.0.0", "www"));
        paths(id).statusCode(404);
    }
}
