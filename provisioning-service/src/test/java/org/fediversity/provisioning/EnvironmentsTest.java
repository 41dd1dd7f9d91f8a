package org.fediversity.provisioning;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.fediversity.contracts.Assignment;
import org.fediversity.contracts.DeploymentEvent.DeploymentRequested;
import org.fediversity.contracts.DeploymentEvent.DeploymentRetired;
import org.fediversity.contracts.ProvisioningEvent.EnvironmentDeclared;
import org.fediversity.contracts.ProvisioningEvent.ResourcesProvisioned;
import org.fediversity.contracts.ProvisioningEvent.ResourcesReleased;
import org.fediversity.contracts.ProvisioningEvent.ResourcesReserved;
import org.fediversity.contracts.Requirements.RequiredResource;
import org.fediversity.provisioning.domain.Sample;
import org.fediversity.testing.Servers;
import org.fediversity.testing.Topic;
import org.junit.jupiter.api.Test;

/// Environments over HTTP.
@QuarkusTest
@QuarkusTestResource(RealResources.class)
class EnvironmentsTest {
    private static final String YAML = "application/yaml";
    private static final String PATH = "/api/v1/environments";
    private final String name = "e" + UUID.randomUUID().toString().substring(0, 8);

    private String environment() {
        return RealResources.environment(name, 4);
    }

    private static RequestSpecification yaml() {
        return given().config(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig().encodeContentTypeAs(YAML, ContentType.TEXT)))
                .contentType(YAML);
    }

    private static ValidatableResponse post(String body) {
        return yaml().body(body).post(PATH).then();
    }

    @Test
    @TestSecurity(user = "p1", roles = "provider")
    void a_declared_environment_can_be_read_back_at_once_and_its_secrets_cannot() {
        post(environment())
                .statusCode(201)
                .header("Location", containsString(PATH + "/" + name))
                .header("ETag", "\"1\"");
        String secret = Servers.s3().secretKey();
        given().get(PATH + "/" + name)
                .then()
                .statusCode(200)
                .body("title", equalTo("Rack " + name))
                .body("topologies", hasItems("monolithic", "distributed"))
                .body("resources.find { it.name == 'objects' }.at.secretKey.set", equalTo(true))
                .body("resources.find { it.name == 'pg' }.at.password.secret", equalTo("pg"))
                .body(not(containsString(secret)));
        String told = Topic.of("provisioning")
                .await(message -> message.event().equals("EnvironmentDeclared")
                        && message.key().equals(name))
                .data();
        assertThat(told).doesNotContain(secret).contains("\"vault\"");
    }

    @Test
    @TestSecurity(user = "p1", roles = "provider")
    void what_was_read_can_be_sent_back_and_means_no_change() {
        post(environment()).statusCode(201);
        String read = given().get(PATH + "/" + name).asString();
        given().contentType(ContentType.JSON)
                .header("If-Match", "\"1\"")
                .body(read)
                .put(PATH + "/" + name)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"");
        given().contentType(ContentType.JSON)
                .header("If-Match", "\"1\"")
                .body(read.replace("Rack " + name, "Rack B"))
                .put(PATH + "/" + name)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("metadata.title", equalTo("Rack B"));
        assertThat(Topic.of("provisioning").read(name))
                .allMatch(message -> message.event().equals("EnvironmentDeclared"));
        assertThat(Topic.of("provisioning")
                        .await(message -> message.key().equals(name)
                                && message.json().get("revision").asInt() == 2)
                        .as(EnvironmentDeclared.class)
                        .provider())
                .isEqualTo("p1");
    }

    @Test
    @TestSecurity(user = "p1", roles = "provider")
    void two_people_do_not_overwrite_each_other() {
        post(environment()).statusCode(201);
        yaml().body(environment()).put(PATH + "/" + name).then().statusCode(428);
        yaml().header("If-Match", "\"7\"")
                .body(environment())
                .put(PATH + "/" + name)
                .then()
                .statusCode(412)
                .contentType("application/problem+json");
        post(environment()).statusCode(409);
    }

    @Test
    @TestSecurity(user = "p1", roles = "provider")
    void what_is_wrong_is_told_with_pointers_and_nothing_is_declared() {
        post(environment().replace("driver: localhost", "driver: bind").replace("use: pg", "use: py"))
                .statusCode(422)
                .contentType("application/problem+json")
                .body("errors.pointer", hasItems("/resources/3/driver", "/policy/0/use"));
        given().get(PATH + "/" + name).then().statusCode(404);
        post("{").statusCode(400).contentType("application/problem+json");
        given().contentType(ContentType.TEXT).body("x").post(PATH).then().statusCode(415);
    }

    @Test
    @TestSecurity(user = "p1", roles = "provider")
    void an_endpoint_that_does_not_answer_is_told_together_with_all_else_each_with_its_line() {
        String wrong = environment()
                .replaceFirst("port: \\d+", "port: 1")
                .replace("databases: 200", "database: 200")
                .replace("use: pg,", "use: py,")
                .replace("driver: localhost", "driver: localhost, colour: red");
        post(wrong)
                .statusCode(422)
                .body("type", containsString("environment-invalid"))
                .body(
                        "errors.pointer",
                        equalTo(List.of(
                                "/policy/0/use",
                                "/resources/1/at",
                                "/resources/1/capacity/database",
                                "/resources/3/colour")))
                .body("errors[0].message", startsWith("line 19: there is no resource 'py'"))
                .body("errors[1].message", startsWith("line 11: PostgreSQL at"))
                .body("errors[3].message", equalTo("line 17: is unknown here"));
        given().get(PATH + "/" + name).then().statusCode(404);
    }

    @Test
    @TestSecurity(user = "p1", roles = "provider")
    void an_offer_that_cannot_be_read_is_not_tried() {
        post(environment()
                        .replaceFirst("port: \\d+", "port: 1")
                        .replace("driver: postgresql", "driver: mysql")
                        .replace("use: pg,", "use: py,"))
                .statusCode(422)
                .body("errors.pointer", equalTo(List.of("/policy/0/use", "/resources/1/driver")));
        post("[]").statusCode(422);
        post(environment().replaceAll("(?s)resources:.*policy:", "resources: none\npolicy:"))
                .statusCode(422);
    }

    /// The example of `deploy/docs/environments.md`, at this test's PostgreSQL.
    private String documented() throws IOException {
        String page = Files.readString(
                Path.of(System.getProperty("fediversity.root", "..")).resolve("deploy/docs/environments.md"));
        Servers.Database pg = Servers.postgres();
        return page.substring(page.indexOf("```yaml\n") + 8, page.indexOf("\n```\n"))
                .replace("name: rack", "name: " + name)
                .replace("host: localhost", "host: " + pg.host())
                .replace("port: 15432", "port: " + pg.port())
                .replace("user: postgres", "user: " + pg.user())
                .replace("pg-admin", "pg");
    }

    private Map<String, Object> question(RequiredResource... resources) {
        return Map.of(
                "deployment",
                UUID.randomUUID().toString(),
                "environment",
                name,
                "topology",
                "distributed",
                "operator",
                "op-1",
                "domain",
                "garden.localhost",
                "requirements",
                Sample.requirements(resources));
    }

    private ValidatableResponse plan(RequiredResource... resources) {
        return given().contentType(ContentType.JSON)
                .body(question(resources))
                .post("/internal/plans")
                .then()
                .statusCode(200);
    }

    @Test
    @TestSecurity(
            user = "p1",
            roles = {"provider", "service"})
    void the_example_of_the_page_on_environments_does_what_the_page_says() throws IOException {
        post(documented()).statusCode(201);
        plan(
                        Sample.resource("uploads", "volume", Map.of("sizeGiB", 51)),
                        Sample.resource("database", "postgresql", Map.of("extensions", List.of(), "majorAtLeast", 18)),
                        new RequiredResource(
                                "notes/machine/worker",
                                "notes",
                                "machine",
                                "machine",
                                "worker",
                                Map.of("cpu", 5, "memoryMiB", 1, "diskGiB", 1)))
                .body("problems.message", hasItem("volumes of at most 50 GiB"))
                .body("problems.message", hasItem("PostgreSQL 17 is the newest here"))
                .body("problems.message", hasItem("workers are small here"));
        String deployment = UUID.randomUUID().toString();
        Topic.tell(new DeploymentRequested(
                deployment,
                "op-1",
                1,
                1,
                name,
                "monolithic",
                "garden.localhost",
                Sample.requirements(
                        Sample.resource("small", "volume", Map.of("sizeGiB", 3)),
                        Sample.resource("other", "volume", Map.of("sizeGiB", 3)),
                        Sample.resource("database", "postgresql", Map.of("extensions", List.of())),
                        Sample.resource("second", "postgresql", Map.of("extensions", List.of())),
                        Sample.resource("key", "secret", Map.of("kind", "rsa")),
                        Sample.resource("address", "domain-name", Map.of("label", "notes")))));
        assertThat(Topic.of("provisioning")
                        .await(ResourcesReserved.class, deployment)
                        .assignments())
                .extracting(Assignment::name, Assignment::offer, Assignment::with)
                .containsExactly(
                        tuple("small", "fast", Map.of()),
                        tuple("other", "slow", Map.of()),
                        tuple("database", "pg", Map.of("connectionLimit", 10)),
                        tuple("second", "pg", Map.of("connectionLimit", 10)),
                        tuple("key", "built-in-secret", Map.of()),
                        tuple("address", "zone", Map.of()));
        Topic.of("provisioning").await(ResourcesProvisioned.class, deployment);
    }

    @Test
    @TestSecurity(user = "p1", roles = "provider")
    void what_deployments_use_cannot_be_taken_away() {
        post(environment()).statusCode(201);
        String deployment = UUID.randomUUID().toString();
        Topic.tell(new DeploymentRequested(
                deployment,
                "op-1",
                1,
                1,
                name,
                "monolithic",
                "garden.localhost",
                Sample.requirements(Sample.resource("address", "domain-name", Map.of("label", "notes")))));
        Topic.of("provisioning").await(ResourcesProvisioned.class, deployment);

        yaml().header("If-Match", "\"1\"")
                .body(environment().replace("name: zone", "name: other"))
                .put(PATH + "/" + name)
                .then()
                .statusCode(409)
                .body("type", containsString("offer-in-use"))
                .body("errors.message", hasItem(containsString("'zone' is in use")));

        Topic.tell(new DeploymentRetired(deployment, name, false));
        Topic.of("provisioning").await(ResourcesReleased.class, deployment);
        yaml().header("If-Match", "\"1\"")
                .body(environment().replace("name: zone", "name: other"))
                .put(PATH + "/" + name)
                .then()
                .statusCode(200);
    }

    @Test
    @TestSecurity(user = "p1", roles = "provider")
    void an_address_that_no_table_could_be_asked_for_is_malformed() {
        given().urlEncodingEnabled(false)
                .get(PATH + "/a%00b")
                .then()
                .statusCode(400)
                .body("type", equalTo("https://fediversity.org/problems/malformed"));
        given().get(PATH + "?cursor=AA").then().statusCode(400);
    }

    @Test
    @TestSecurity(user = "p1", roles = "provider")
    void an_endpoint_that_does_not_answer_is_told() {
        post(environment().replace(Servers.s3().secretKey(), "wrong-key"))
                .statusCode(422)
                .body("errors.pointer", equalTo(java.util.List.of("/resources/2/at")))
                .body(not(containsString("wrong-key")));
        post(environment().replace("{secret: pg}", "{secret: nowhere}"))
                .statusCode(422)
                .body("errors.pointer", hasItem("/resources/1/at/password"));
    }

    @Test
    @TestSecurity(user = "p1", roles = "provider")
    void an_environment_keeps_its_name() {
        yaml().header("If-Match", "*")
                .body(environment())
                .put(PATH + "/alpha")
                .then()
                .statusCode(422)
                .body("errors.pointer", hasItem("/metadata/name"));
        yaml().header("If-Match", "*")
                .body(environment())
                .put(PATH + "/" + name)
                .then()
                .statusCode(404);
    }

    @Test
    @TestSecurity(user = "op-1", roles = "operator")
    void an_operator_sees_what_to_choose_by_and_no_more() {
        given().get(PATH + "/alpha")
                .then()
                .statusCode(200)
                .body("name", equalTo("alpha"))
                .body("title", notNullValue())
                .body("backend", equalTo("process"))
                .body("resources", nullValue())
                .body("policy", nullValue());
        given().get(PATH + "/alpha/capacity").then().statusCode(403);
        post(environment()).statusCode(403);
        given().get("/internal/environments/alpha").then().statusCode(403);
    }

    @Test
    @TestSecurity(user = "op-1", roles = "operator")
    void a_list_comes_in_pages() {
        String next = given().get(PATH + "?limit=1")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(1))
                .body("items[0].name", equalTo("alpha"))
                .extract()
                .path("next");
        given().queryParam("cursor", next)
                .queryParam("limit", 1)
                .get(PATH)
                .then()
                .body("items[0].name", equalTo("beta"));
        given().get(PATH).then().body("items.name", hasItems("alpha", "beta", "small"));
        given().get(PATH + "?limit=0").then().statusCode(400);
        given().get(PATH + "?limit=many").then().statusCode(not(200));
        given().get(PATH + "?cursor=%21%21").then().statusCode(400);
    }

    @Test
    void without_a_token_there_is_nothing_to_see() {
        given().get(PATH).then().statusCode(401);
        given().get("/internal/environments/alpha").then().statusCode(401);
    }

    @Test
    @TestSecurity(user = "config", roles = "service")
    void other_services_ask_what_kind_of_place_it_is() {
        given().get("/internal/environments/alpha")
                .then()
                .statusCode(200)
                .body("backend", equalTo("process"))
                .body("provider", equalTo("set-up"));
        given().get("/internal/environments/nowhere").then().statusCode(404);
        given().get("/internal/secrets/provisioning/" + UUID.randomUUID())
                .then()
                .statusCode(404);
    }
}
