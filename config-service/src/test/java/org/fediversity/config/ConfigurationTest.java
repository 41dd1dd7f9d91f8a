package org.fediversity.config;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.fediversity.config.Garden.options;
import static org.fediversity.config.Garden.patch;
import static org.fediversity.config.Garden.path;
import static org.fediversity.config.Garden.read;
import static org.fediversity.config.Garden.stage;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.flipkart.zjsonpatch.JsonPatch;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.fediversity.contracts.ConfigEvent.ConfigurationStaged;
import org.fediversity.contracts.DeploymentEvent.DeploymentRequested;
import org.fediversity.contracts.DeploymentEvent.DeploymentSucceeded;
import org.fediversity.contracts.DeploymentEvent.RollbackRequested;
import org.fediversity.contracts.PinnedApplication;
import org.fediversity.contracts.Requirements;
import org.fediversity.runtime.Json;
import org.fediversity.testing.Servers;
import org.fediversity.testing.Topic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(Servers.class)
@TestSecurity(
        user = "op-1",
        roles = {"operator", "maintainer"})
class ConfigurationTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    FakeDeployments deployments;

    private final String garden = Garden.fresh();
    private String id = "";

    @BeforeEach
    void plant() {
        id = Garden.deployment(deployments, garden);
    }

    private String titled(String title) {
        return options(garden, "{\"title\": \"" + title + "\"}");
    }

    private static JsonNode json(ValidatableResponse response) {
        return Json.tree(response.extract().asString());
    }

    private void roll(int rollout, int revision) {
        Topic.tell(new DeploymentSucceeded(id, rollout, revision, "alpha", Map.of(), Map.of()));
        await().atMost(SOON).until(() -> Integer.valueOf(revision)
                .equals(read(id).extract().jsonPath().get("deployed.revision")));
    }

    @Test
    void before_anything_is_staged_there_is_an_empty_configuration() {
        read(id).statusCode(200)
                .header("ETag", "\"0\"")
                .body("staged.revision", equalTo(0), "deployed", nullValue(), "differs", equalTo(false));
    }

    @Test
    void staging_makes_a_revision_and_staging_the_same_makes_none() {
        stage(id, titled("One"))
                .statusCode(201)
                .header("ETag", "\"1\"")
                .header("Location", containsString("/configuration/revisions/1"))
                .body("revision", equalTo(1));
        stage(id, titled("One")).statusCode(200).body("revision", equalTo(1));
        stage(id, titled("Two")).statusCode(201).body("revision", equalTo(2));
        stage(id, titled("One")).statusCode(201).body("revision", equalTo(3));
        read(id).statusCode(200)
                .header("ETag", "\"3\"")
                .body(
                        "staged.revision",
                        equalTo(3),
                        "staged.etag",
                        equalTo("\"3\""),
                        "staged.applications." + garden,
                        equalTo(Map.of("title", "One")),
                        "staged.defaults." + garden + ".sizeGiB",
                        equalTo(5),
                        "differs",
                        equalTo(true));
    }

    @Test
    void staging_as_yaml_is_the_same_and_mistakes_have_lines() {
        String yaml = "applications:\n  " + garden + ":\n    title: One\n";
        given().contentType(Garden.YAML)
                .body(Garden.bytes(yaml))
                .post(path(id))
                .then()
                .statusCode(201);
        stage(id, titled("One")).statusCode(200);
        given().contentType(Garden.YAML)
                .body(Garden.bytes(yaml + "    sizeGiB: many\n"))
                .post(path(id))
                .then()
                .statusCode(422)
                .body(
                        "errors[0].pointer",
                        equalTo("/applications/" + garden + "/sizeGiB"),
                        "errors[0].message",
                        containsString("line 4: "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"title": 5}                                   | /title
            {"title": "x", "sizeGiB": "5"}                 | /sizeGiB
            {"title": "x", "sizeGiB": 0}                   | /sizeGiB
            {"title": "x", "sizeGiB": 1.5}                 | /sizeGiB
            {"title": "x", "colour": "pink"}               | /colour
            {"title": "x", "tags": ["a", 1]}               | /tags/1
            {"title": "x", "paths": {"front": 1}}          | /paths/front
            {"title": "x", "paths": {"back": "y"}}         | /paths/back
            {"title": "x", "labels": {"a/b": null}}        | /labels/a~1b
            {"title": "x", "weeds": true}                  | /weeds
            {"title": "x", "password": "short"}            | /password
            {"title": "x", "password": 12345678}           | /password
            {"title": "x", "password": {"set": true}}      | /password
            {"title": "x", "password": {"secret": "config/1", "fingerprint": "x"}} | /password/secret
            {"title": "x", "labels": {"secret": "config/1"}} | /labels/secret
            {"sizeGiB": 5}                                 | /title
            """)
    void what_does_not_fit_the_schema_is_told_with_its_pointer(String wrong, String pointer) {
        stage(id, options(garden, wrong))
                .statusCode(422)
                .contentType("application/problem+json")
                .body(
                        "errors.pointer",
                        hasItem("/applications/" + garden + pointer),
                        "traceId",
                        notNullValue(),
                        "status",
                        equalTo(422));
        read(id).body("staged.revision", equalTo(0));
    }

    @Test
    void every_mistake_is_told_at_once() {
        String at = "/applications/" + garden;
        stage(id, options(garden, "{\"sizeGiB\": 0, \"colour\": 1, \"weeds\": 1}"))
                .statusCode(422)
                .body("errors.pointer", hasItems(at + "/sizeGiB", at + "/colour", at + "/weeds", at + "/title"));
    }

    @Test
    void what_is_unknown_hides_no_other_mistake() {
        String at = "/applications/" + garden;
        stage(
                        id,
                        "{\"colour\": 1, \"versions\": {\"nobody\": \"1.0.0\"}, \"applications\": {\"nobody\": {}, \""
                                + garden + "\": {\"sizeGiB\": 0}}}")
                .statusCode(422)
                .body(
                        "errors.pointer",
                        hasItems(
                                "/colour", "/versions/nobody", "/applications/nobody", at + "/sizeGiB", at + "/title"));
    }

    @Test
    void a_default_that_was_not_sent_is_no_mistake_of_who_sends() {
        String form = Garden.fresh();
        Garden.publish(
                        Garden.module(form, "1.0.0")
                                .replace(
                                        "  additionalProperties: false\n  required: [title]",
                                        String.join(
                                                "\n",
                                                "  unevaluatedProperties: false",
                                                "  required: [title]",
                                                "  if: {properties: {open: {const: true}}, required: [open]}",
                                                "  then: {required: [rules], properties: {rules: {type: string}, slots: {type: integer, default: 7}}}")))
                .statusCode(201);
        String other = Garden.deployment(deployments, "op-1", new PinnedApplication(form, "1.0.0", "www"));
        stage(other, options(form, "{\"title\": \"x\", \"open\": true}"))
                .statusCode(422)
                .body("errors.pointer", equalTo(java.util.List.of("/applications/" + form + "/rules")));
        stage(other, options(form, "{\"title\": \"x\", \"open\": true, \"rules\": \"y\"}"))
                .statusCode(201);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"applications": {"nobody": {}}}    | /applications/nobody
            {"applications": []}                | /applications
            {"options": {}}                     | /options
            {}                                  | /applications
            []                                  | ``
            """)
    void what_is_no_configuration_of_this_deployment_is_refused(String body, String pointer) {
        stage(id, body).statusCode(422).body("errors.pointer", hasItem(pointer));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"applications":
            {"applications": {}} {}
            {"applications": {}, "applications": {}}
            {'applications': {}}
            NaN
            ``
            """)
    void what_is_not_json_is_malformed(String body) {
        stage(id, body).statusCode(400).contentType("application/problem+json");
    }

    @Test
    void other_content_than_json_and_yaml_is_not_read() {
        given().contentType("text/plain").body("x").post(path(id)).then().statusCode(415);
    }

    @Test
    void a_change_wants_to_know_what_it_changes() {
        stage(id, titled("One")).statusCode(201);
        given().contentType(Garden.MERGE_PATCH)
                .body(Garden.bytes(titled("Two")))
                .patch(path(id))
                .then()
                .statusCode(428)
                .contentType("application/problem+json");
        given().delete(path(id)).then().statusCode(428);
        patch(id, "\"7\"", titled("Two")).statusCode(412);
        given().header("If-Match", "\"7\"").delete(path(id)).then().statusCode(412);
        given().contentType("application/json")
                .header("If-Match", "\"7\"")
                .body(Garden.bytes(titled("Two")))
                .post(path(id))
                .then()
                .statusCode(412);
        patch(id, "\"1\"", titled("Two")).statusCode(201).header("ETag", "\"2\"");
        patch(id, "\"1\"", titled("Three")).statusCode(412);
        patch(id, "*", titled("Three")).statusCode(201);
    }

    @Test
    void a_merge_patch_changes_what_it_names_and_null_removes() {
        stage(
                        id,
                        options(
                                garden,
                                "{\"title\": \"One\", \"colour\": \"red\", \"paths\": {\"front\": \"a\", \"depth\": 1}}"))
                .statusCode(201);
        patch(id, "\"1\"", options(garden, "{\"colour\": null, \"paths\": {\"depth\": 2}}"))
                .statusCode(201);
        read(id).body(
                        "staged.applications." + garden,
                        equalTo(Map.of("title", "One", "paths", Map.of("front", "a", "depth", 2))));
        patch(id, "\"2\"", "{}").statusCode(200).body("revision", equalTo(2));
        patch(id, "\"2\"", options(garden, "{\"title\": null}"))
                .statusCode(422)
                .body("errors.pointer", hasItem("/applications/" + garden + "/title"));
    }

    @Test
    void what_was_rolled_out_is_deployed_and_giving_up_goes_back_to_it() {
        stage(id, titled("One")).statusCode(201);
        given().header("If-Match", "\"1\"").delete(path(id)).then().statusCode(409);
        roll(1, 1);
        read(id).body("differs", equalTo(false), "deployed.applications." + garden + ".title", equalTo("One"));
        stage(id, titled("Two")).statusCode(201);
        read(id).body("differs", equalTo(true), "deployed.revision", equalTo(1), "staged.revision", equalTo(2));
        given().header("If-Match", "\"2\"")
                .delete(path(id))
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("revision", equalTo(1));
        read(id).body("differs", equalTo(false), "staged.applications." + garden + ".title", equalTo("One"));
        stage(id, titled("Two")).statusCode(201).body("revision", equalTo(3));
    }

    @Test
    void a_rollback_stages_the_earlier_revision_again_and_a_rollout_stages_nothing() {
        stage(id, titled("One")).statusCode(201);
        roll(1, 1);
        stage(id, titled("Two")).statusCode(201);
        roll(2, 2);
        Topic.tell(
                new DeploymentRequested(id, "op-1", 3, 1, "alpha", "monolithic", "mine.localhost", Requirements.NONE));
        roll(3, 1);
        read(id).body("staged.revision", equalTo(2), "differs", equalTo(true));
        roll(4, 2);
        Topic.tell(new RollbackRequested(id, 5, 1));
        await().atMost(SOON)
                .untilAsserted(() -> read(id).body("staged.revision", equalTo(1), "differs", equalTo(true)));
    }

    @Test
    void revisions_tell_who_when_and_what_page_by_page() {
        for (int i = 1; i <= 5; i++) {
            stage(id, titled("Title " + i)).statusCode(201);
        }
        ValidatableResponse first = given().queryParam("limit", 3)
                .get(path(id) + "/revisions")
                .then()
                .statusCode(200)
                .body(
                        "items.revision",
                        equalTo(java.util.List.of(5, 4, 3)),
                        "items.actor",
                        everyItem(containsString("op-1")),
                        "items[0].staged",
                        equalTo(true),
                        "items[1].staged",
                        equalTo(false),
                        "next",
                        notNullValue());
        given().queryParam("limit", 3)
                .queryParam("cursor", first.extract().<String>path("next"))
                .get(path(id) + "/revisions")
                .then()
                .statusCode(200)
                .body("items.revision", equalTo(java.util.List.of(2, 1)), "next", nullValue());
        given().get(path(id) + "/revisions/2")
                .then()
                .statusCode(200)
                .body(
                        "revision",
                        equalTo(2),
                        "applications." + garden + ".title",
                        equalTo("Title 2"),
                        "resources.id",
                        hasItems("machine", garden + "/uploads"));
        given().get(path(id) + "/revisions/9").then().statusCode(404);
        given().get(path(id) + "/revisions/first").then().statusCode(400);
        given().queryParam("limit", 0).get(path(id) + "/revisions").then().statusCode(400);
        for (String cursor : new String[] {"*", "c3RhZ2Vk", "LTE", "OTk5OTk5OTk5OTk"}) { // staged, -1, 99999999999
            given().queryParam("cursor", cursor)
                    .get(path(id) + "/revisions")
                    .then()
                    .statusCode(400)
                    .body("detail", equalTo("Query parameter cursor is none that was given out."));
        }
    }

    @Test
    void the_difference_of_two_revisions_leads_from_one_to_the_other() {
        stage(id, options(garden, "{\"title\": \"One\", \"tags\": [\"a\", \"b\"], \"labels\": {\"x/y\": \"1\"}}"))
                .statusCode(201);
        stage(id, options(garden, "{\"title\": \"Two\", \"tags\": [\"b\"], \"paths\": {\"front\": \"f\"}}"))
                .statusCode(201);
        JsonNode patch = json(given().queryParam("from", 1)
                .queryParam("to", 2)
                .get(path(id) + "/diff")
                .then()
                .statusCode(200));
        assertThat(JsonPatch.apply(patch, content(1))).isEqualTo(content(2));
        JsonNode all = json(given().get(path(id) + "/diff").then().statusCode(200));
        assertThat(JsonPatch.apply(all, Json.tree("{\"applications\": {}, \"versions\": {}}")))
                .isEqualTo(content(2));
        given().queryParam("from", "2")
                .queryParam("to", "staged")
                .get(path(id) + "/diff")
                .then()
                .body("$", hasSize(0));
        given().queryParam("from", "9").get(path(id) + "/diff").then().statusCode(404);
        given().accept("application/json-patch+json")
                .get(path(id) + "/diff")
                .then()
                .statusCode(200)
                .contentType(containsString("application/json-patch+json"));
    }

    private JsonNode content(int revision) {
        JsonNode shown =
                json(given().get(path(id) + "/revisions/" + revision).then().statusCode(200));
        com.fasterxml.jackson.databind.node.ObjectNode content = Json.MAPPER.createObjectNode();
        content.set("applications", shown.get("applications"));
        content.set("versions", shown.get("versions"));
        return content;
    }

    @Test
    void it_is_shown_as_it_was_at_a_time() throws Exception {
        Instant before = Instant.now();
        Thread.sleep(20);
        stage(id, titled("One")).statusCode(201);
        Thread.sleep(20);
        Instant between = Instant.now();
        Thread.sleep(20);
        stage(id, titled("Two")).statusCode(201);
        at(before).body("staged.revision", equalTo(0));
        at(between).body("staged.revision", equalTo(1), "staged.applications." + garden + ".title", equalTo("One"));
        at(Instant.now()).body("staged.revision", equalTo(2));
        given().queryParam("at", "2001-01-01T00:00:00Z").get(path(id)).then().statusCode(404);
        given().queryParam("at", "yesterday").get(path(id)).then().statusCode(400);
    }

    private ValidatableResponse at(Instant time) {
        return given().queryParam("at", time.toString()).get(path(id)).then().statusCode(200);
    }

    @Test
    void secrets_are_shown_as_set_with_a_fingerprint_and_kept_or_removed_by_what_is_sent_back() {
        String at = "staged.applications." + garden;
        stage(
                        id,
                        options(
                                garden,
                                "{\"title\": \"One\", \"password\": \"correct-horse\", \"mail\": {\"password\": \"battery\"}}"))
                .statusCode(201);
        String fingerprint = read(id).body(
                        at + ".password.set",
                        equalTo(true),
                        at + ".password.fingerprint",
                        matchesPattern("\\S{8,}"),
                        at + ".password",
                        aMapWithSize(2),
                        at + ".mail.password.set",
                        equalTo(true))
                .extract()
                .path(at + ".password.fingerprint");
        stage(
                        id,
                        options(
                                garden,
                                "{\"title\": \"One\", \"password\": \"correct-horse\", \"mail\": {\"password\": \"battery\"}}"))
                .statusCode(200);
        patch(id, "\"1\"", titled("Two")).statusCode(201);
        read(id).body(at + ".password.fingerprint", equalTo(fingerprint));
        stage(
                        id,
                        options(
                                garden,
                                "{\"title\": \"Three\", \"password\": {\"set\": true, \"fingerprint\": \"%s\"}}"
                                        .formatted(fingerprint)))
                .statusCode(201);
        read(id).body(at + ".password.fingerprint", equalTo(fingerprint), at, not(hasKey("mail")));
        stage(id, options(garden, "{\"title\": \"Three\", \"password\": {\"set\": true, \"fingerprint\": \"other\"}}"))
                .statusCode(422)
                .body("errors.pointer", hasItem("/applications/" + garden + "/password"));
        patch(id, "*", options(garden, "{\"password\": \"another-horse\"}")).statusCode(201);
        read(id).body(at + ".password.fingerprint", not(equalTo(fingerprint)));
        patch(id, "*", options(garden, "{\"password\": null}")).statusCode(201);
        read(id).body(at, equalTo(Map.of("title", "Three")));
    }

    @Test
    void the_event_says_what_is_required_and_holds_references_for_secrets() {
        stage(id, options(garden, "{\"title\": \"One\", \"sizeGiB\": 7, \"password\": \"correct-horse\"}"))
                .statusCode(201);
        ConfigurationStaged event = Topic.of("config").await(ConfigurationStaged.class, id);
        assertThat(event.revision()).isEqualTo(1);
        assertThat(event.requirements().resources())
                .filteredOn(resource -> resource.type().equals("volume"))
                .singleElement()
                .satisfies(volume -> assertThat(volume.request()).containsEntry("sizeGiB", 7));
        assertThat(Json.MAPPER
                        .valueToTree(event.applications())
                        .at("/" + garden + "/password/secret")
                        .asText())
                .startsWith("config/");
    }

    @Test
    @TestSecurity(
            user = "op-2",
            roles = {"operator", "maintainer"})
    void the_deployment_of_another_operator_is_not_there() {
        String unknown = UUID.randomUUID().toString();
        for (String one : new String[] {foreign("alpha"), unknown}) {
            read(one).statusCode(404).contentType("application/problem+json");
            refusedToChange(one);
            for (String part : new String[] {"/schema", "/revisions", "/revisions/1", "/diff"}) {
                given().get(path(one) + part).then().statusCode(404);
            }
        }
    }

    @Test
    @TestSecurity(
            user = "op-2",
            roles = {"operator", "maintainer", "auditor"})
    void an_auditor_reads_what_belongs_to_another_and_does_not_change_it() {
        read(foreign("alpha")).statusCode(200);
        refusedToChange(foreign("alpha"));
    }

    @Test
    @TestSecurity(
            user = "provider-of-alpha",
            roles = {"operator", "maintainer", "provider"})
    void a_provider_reads_what_is_configured_in_their_environment_and_nowhere_else() {
        read(foreign("alpha")).statusCode(200);
        refusedToChange(foreign("alpha"));
        read(foreign("rack")).statusCode(404);
    }

    private String foreign(String environment) {
        return deployments.create(
                "op-1", environment, "monolithic", "foreign.localhost", new PinnedApplication(garden, "1.0.0", "www"));
    }

    private void refusedToChange(String one) {
        stage(one, titled("One")).statusCode(404);
        patch(one, "*", titled("One")).statusCode(404);
        given().header("If-Match", "*").delete(path(one)).then().statusCode(404);
    }

    @Test
    @TestSecurity(
            user = "op-3",
            roles = {"operator", "maintainer"})
    void a_domain_that_is_not_proven_takes_no_configuration() {
        String homeless = deployments.create(
                "op-3", "monolithic", "nobody.example.org", new PinnedApplication(garden, "1.0.0", "www"));
        stage(homeless, titled("One")).statusCode(409).body("type", containsString("domain-not-verified"));
    }

    @Test
    void more_than_a_mebibyte_is_too_large() {
        String large = titled("x".repeat((1 << 20) + 1));
        stage(id, large).statusCode(413).contentType("application/problem+json");
        patch(id, "*", large).statusCode(413);
        stage(id, titled("x".repeat(3 << 20))).statusCode(413);
    }

    @Test
    void a_configuration_of_a_thousand_options_and_nearly_a_mebibyte_is_staged_published_and_read_back() {
        String large = Garden.fresh();
        StringBuilder properties = new StringBuilder();
        StringBuilder values = new StringBuilder("{\"title\": \"Large\"");
        for (int i = 0; i < 1_000; i++) {
            properties.append("    o%d: {type: string, maxLength: 2000}\n".formatted(i));
            values.append(
                    ", \"o%d\": \"%s\"".formatted(i, ("é" + i).repeat(1000).substring(0, 650)));
        }
        Garden.publish(Garden.module(large, "1.0.0")
                        .replace("    open:", "    " + properties.toString().strip() + "\n    open:"))
                .statusCode(201);
        String deployment = Garden.deployment(deployments, "op-1", new PinnedApplication(large, "1.0.0", "www"));
        String body = options(large, values + "}");
        assertThat(Garden.bytes(body)).hasSizeBetween(800_000, 1 << 20);
        stage(deployment, body).statusCode(201);
        JsonNode shown = json(read(deployment).statusCode(200));
        assertThat(shown.at("/staged/applications")).isEqualTo(Json.tree(body).get("applications"));
        assertThat(Topic.of("config")
                        .await(ConfigurationStaged.class, deployment)
                        .revision())
                .isEqualTo(1);
    }

    @Test
    void a_newer_version_is_staged_where_there_is_a_way_and_never_an_older_one() {
        Garden.publish(Garden.module(garden, "1.1.0")).statusCode(201);
        Garden.publish(Garden.module(garden, "3.0.0").replace(">=0.9.0 <", ">=2.0.0 <"))
                .statusCode(201);
        stage(id, titled("One")).statusCode(201);
        String versions = "{\"applications\": {\"%s\": {\"title\": \"One\"}}, \"versions\": {\"%s\": \"%s\"}}";
        for (String wrong : new String[] {"0.9.0", "1.1.5", "3.0.0", "latest"}) {
            stage(id, versions.formatted(garden, garden, wrong))
                    .statusCode(422)
                    .body("errors.pointer", hasItem("/versions/" + garden));
        }
        stage(id, versions.formatted(garden, garden, "1.1.0")).statusCode(201);
        read(id).body("staged.versions." + garden, equalTo("1.1.0"));
        stage(id, versions.formatted(garden, garden, "1.0.0"))
                .statusCode(422)
                .body("errors[0].message", containsString("no downgrades"));
        stage(id, titled("Still newer")).statusCode(201);
        read(id).body("staged.versions." + garden, equalTo("1.1.0"));
    }

    @Test
    void versions_are_among_the_differences() {
        Garden.publish(Garden.module(garden, "1.1.0")).statusCode(201);
        stage(id, titled("One")).statusCode(201);
        roll(1, 1);
        stage(
                        id,
                        "{\"applications\": {\"%1$s\": {\"title\": \"One\"}}, \"versions\": {\"%1$s\": \"1.1.0\"}}"
                                .formatted(garden))
                .statusCode(201);
        read(id).body("differs", equalTo(true));
        given().get(path(id) + "/diff")
                .then()
                .statusCode(200)
                .body(
                        "$",
                        equalTo(java.util.List.of(
                                Map.of("op", "replace", "path", "/versions/" + garden, "value", "1.1.0"))));
    }

    @Test
    @TestSecurity(
            user = "op-1",
            roles = {"operator", "maintainer", "service"})
    void what_a_revision_needs_tells_the_step_that_leads_to_a_newer_version() {
        Garden.publish(Garden.module(garden, "1.1.0")).statusCode(201);
        stage(id, titled("One")).statusCode(201);
        roll(1, 1);
        stage(
                        id,
                        "{\"applications\": {\"%1$s\": {\"title\": \"One\"}}, \"versions\": {\"%1$s\": \"1.1.0\"}}"
                                .formatted(garden))
                .statusCode(201);
        given().get("/internal/deployments/" + id + "/requirements")
                .then()
                .statusCode(200)
                .body("upgrades." + garden + ".downtime", oneOf("none", "short", "long"));
        given().get("/internal/deployments/" + id + "/requirements?revision=1")
                .then()
                .body("upgrades", aMapWithSize(0));
    }

    private static org.assertj.core.api.ListAssert<String> withdrawn(String deployment) {
        return assertThat(given().get("/internal/deployments/" + deployment + "/requirements")
                .then()
                .statusCode(200)
                .extract()
                .<java.util.List<String>>path("withdrawn"));
    }

    @Test
    @TestSecurity(
            user = "op-1",
            roles = {"operator", "maintainer", "service"})
    void what_was_withdrawn_before_it_ran_is_not_staged_and_what_runs_goes_on() {
        stage(id, titled("One")).statusCode(201);
        roll(1, 1);
        String other = Garden.deployment(deployments, "op-1", new PinnedApplication(garden, "1.0.0", "www"));
        String before = Garden.deployment(deployments, "op-1", new PinnedApplication(garden, "1.0.0", "www"));
        stage(before, titled("One")).statusCode(201);
        given().contentType("application/json")
                .body("{\"status\": \"withdrawn\", \"reason\": \"it leaks\"}")
                .patch("/api/v1/applications/" + garden + "/versions/1.0.0")
                .then()
                .statusCode(200);
        stage(id, titled("Two")).statusCode(201);
        withdrawn(id).isEmpty();
        withdrawn(before).containsExactly(garden + " 1.0.0 was withdrawn and does not run here: it leaks");
        stage(other, titled("One"))
                .statusCode(422)
                .body(
                        "errors.pointer",
                        equalTo(java.util.List.of("/versions/" + garden)),
                        "errors[0].message",
                        allOf(containsString("1.0.0"), containsString("withdrawn"), containsString("it leaks")));
        Garden.publish(Garden.module(garden, "1.1.0")).statusCode(201);
        stage(
                        other,
                        "{\"applications\": {\"%1$s\": {\"title\": \"One\"}}, \"versions\": {\"%1$s\": \"1.1.0\"}}"
                                .formatted(garden))
                .statusCode(201);
    }

    @Test
    void a_label_that_only_values_show_is_refused_where_it_leads_nowhere() {
        String named = Garden.fresh();
        Garden.publish(Garden.module(named, "1.0.0")
                        .replace(
                                "{label: \"${deployment.label}\"}",
                                "{label: \"${options.title == 'Elsewhere' ? 'elsewhere' : deployment.label}\"}"))
                .statusCode(201);
        String other = Garden.deployment(deployments, "op-1", new PinnedApplication(named, "1.0.0", "www"));
        stage(other, options(named, "{\"title\": \"Elsewhere\"}"))
                .statusCode(422)
                .body(
                        "errors[0].pointer",
                        equalTo("/applications/" + named),
                        "errors[0].message",
                        containsString("label of 'address'"));
        stage(other, options(named, "{\"title\": \"Here\"}")).statusCode(201);
    }

    @Test
    void a_zero_character_is_refused_where_it_stands() {
        stage(id, options(garden, "{\"title\": \"a\\u0000b\", \"labels\": {\"c\\u0000\": \"d\"}}"))
                .statusCode(422)
                .body(
                        "errors.pointer",
                        hasItem("/applications/" + garden + "/title"),
                        "errors.pointer",
                        hasItem("/applications/" + garden + "/labels/c\0"));
        stage(id, options(garden, "{\"title\": \"One\", \"password\": \"secret\\u0000secret\"}"))
                .statusCode(422)
                .body("errors.pointer", hasItem("/applications/" + garden + "/password"));
        patch(id, "\"0\"", options(garden, "{\"title\": \"\\u0000\"}")).statusCode(422);
        stage(id, options(garden, "{\"title\": \"a\\\\u0000b\"}")).statusCode(201);
    }

    @Test
    void who_has_the_configuration_is_not_sent_it_again_until_something_changes() {
        stage(id, titled("One")).statusCode(201);
        String tag = read(id).statusCode(200).extract().header("ETag");
        given().header("If-None-Match", tag)
                .get(path(id))
                .then()
                .statusCode(304)
                .header("ETag", tag);
        roll(1, 1);
        String rolled = given().header("If-None-Match", tag)
                .get(path(id))
                .then()
                .statusCode(200)
                .body("deployed.revision", equalTo(1))
                .extract()
                .header("ETag");
        given().header("If-None-Match", "\"x\", " + rolled).get(path(id)).then().statusCode(304);
        patch(id, rolled, titled("Two")).statusCode(201);
        patch(id, rolled, titled("Three")).statusCode(412);
        given().header("If-None-Match", rolled).get(path(id)).then().statusCode(200);
        String schema = given().get(path(id) + "/schema").then().extract().header("ETag");
        given().header("If-None-Match", schema).get(path(id) + "/schema").then().statusCode(304);
    }

    @Test
    void the_schema_of_the_deployment_describes_what_can_be_staged() {
        given().get(path(id) + "/schema")
                .then()
                .statusCode(200)
                .contentType(containsString("application/schema+json"))
                .body(
                        "'$schema'",
                        equalTo("https://json-schema.org/draft/2020-12/schema"),
                        "properties.applications.properties." + garden + ".properties.title.maxLength",
                        equalTo(60));
    }
}
