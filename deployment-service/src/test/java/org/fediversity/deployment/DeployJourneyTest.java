package org.fediversity.deployment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.fediversity.contracts.DeploymentEvent.DeploymentFrozen;
import org.fediversity.contracts.DeploymentEvent.DeploymentMoved;
import org.fediversity.contracts.DeploymentEvent.DeploymentResumed;
import org.fediversity.contracts.DeploymentEvent.DeploymentRetired;
import org.fediversity.contracts.DeploymentEvent.DeploymentSucceeded;
import org.fediversity.contracts.DeploymentEvent.FreezeFailed;
import org.fediversity.contracts.DeploymentEvent.MigrationScriptCompleted;
import org.fediversity.contracts.DeploymentEvent.RollbackRequested;
import org.fediversity.contracts.DeploymentEvent.TargetFailed;
import org.fediversity.contracts.DeploymentEvent.TargetStarted;
import org.fediversity.contracts.MigrationEvent.CustodyTransferred;
import org.fediversity.contracts.MigrationEvent.CutoverStarted;
import org.fediversity.contracts.MigrationEvent.MigrationAborted;
import org.fediversity.contracts.MigrationEvent.StateImported;
import org.fediversity.contracts.ProvisioningEvent.ProvisioningFailed;
import org.fediversity.contracts.ProvisioningEvent.ResourcesProvisioned;
import org.fediversity.contracts.Requirements.ScriptPlan;
import org.fediversity.deployment.domain.Environments.Problem;
import org.fediversity.deployment.driver.edge.EmbeddedEdge;
import org.fediversity.testing.Servers;
import org.fediversity.testing.Topic;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
@TestSecurity(user = "op-1", roles = "operator")
class DeployJourneyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static int created;

    @Inject
    FakeQuestions.Config config;

    @Inject
    FakeQuestions.Provisioning provisioning;

    @Inject
    EmbeddedEdge edge;

    @Inject
    Jdbi jdbi;

    private String id = "";
    private String label = "";
    private String host = "";

    @AfterEach
    void takes_it_down() {
        provisioning.infeasible();
        if (!id.isEmpty()) {
            String status = get().extract().path("status");
            if (status.equals("deploying")) {
                int rollout = get().extract().path("rollout.number");
                post("/rollouts/" + rollout + "/cancel").statusCode(202);
                await().atMost(PATIENCE)
                        .until(() -> !get().extract().path("status").equals("deploying"));
            }
            given().delete("/api/v1/deployments/" + id).then().statusCode(202);
            awaitStatus("retired");
        }
    }

    private void create() {
        label = "hello" + ++created;
        host = label + ".op1.localhost";
        id = given().contentType("application/json")
                .body("""
                        {"name": "Mine", "environment": "alpha", "topology": "monolithic", "domain": "op1.localhost",
                         "applications": [{"name": "hello", "label": "%s"}]}
                        """.formatted(label))
                .post("/api/v1/deployments")
                .then()
                .statusCode(201)
                .body("status", equalTo("created"))
                .body("applications[0].version", equalTo("1.0.0"))
                .body("staged", nullValue())
                .body("deployed", nullValue())
                .extract()
                .path("id");
    }

    private ValidatableResponse get() {
        return given().get("/api/v1/deployments/" + id).then().statusCode(200);
    }

    private ValidatableResponse rollout(int number) {
        return given().get("/api/v1/deployments/" + id + "/rollouts/" + number).then();
    }

    private ValidatableResponse post(String path) {
        return given().post("/api/v1/deployments/" + id + path).then();
    }

    private ValidatableResponse post(String path, String body) {
        return given().contentType("application/json")
                .body(body)
                .post("/api/v1/deployments/" + id + path)
                .then();
    }

    private void awaitStatus(String status) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(get().extract().<String>path("status"))
                .isEqualTo(status));
    }

    private void awaitRollout(int number, String status) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rollout(number).extract().<String>path("status"))
                        .as("rollout %s", rollout(number).extract().asString())
                        .isEqualTo(status));
    }

    private void stage(int revision, String greeting) {
        config.stage(id, revision, Sample.hello(label, greeting));
    }

    private void provisioned(int rollout) {
        Topic.of("provisioning")
                .publish(new ResourcesProvisioned(
                        id, "alpha", "rollout/" + rollout, Sample.results("http://" + host + ":8088")));
    }

    private ValidatableResponse visit(String path) {
        return given().header("Host", host + ":8088")
                .get("http://127.0.0.1:" + edge.port() + path)
                .then();
    }

    private void deploy(int revision, String greeting, int rollout) {
        stage(revision, greeting);
        post("/deploy").statusCode(202).header("Location", "/api/v1/deployments/" + id + "/rollouts/" + rollout);
        provisioned(rollout);
        awaitRollout(rollout, "succeeded");
    }

    @Test
    void a_revision_is_deployed_changed_and_rolled_back() {
        create();
        deploy(1, "one", 1);
        get().body("status", equalTo("running"))
                .body("deployed.revision", equalTo(1))
                .body("deployed.versions.hello", equalTo("1.0.0"))
                .body("staged.revision", equalTo(1))
                .body("urls[0].url", equalTo("http://" + host + ":8088"))
                .body("health.status", equalTo("up"))
                .body("health.components[0].component", equalTo("hello/web"));
        rollout(1)
                .body("steps.name", contains("provision", "install", "start", "verify", "switch"))
                .body("steps.status", contains("succeeded", "succeeded", "succeeded", "succeeded", "succeeded"));
        String first = visit("/").statusCode(200).extract().asString();
        assertThat(first).contains("one from").contains("at " + host + ":8088", "forwarded for " + host);

        deploy(2, "two", 2);
        rollout(2).body("steps.name", hasItem("remove"));
        assertThat(visit("/").extract().asString()).contains("two from");

        post("/rollback", "{\"revision\": 2}").statusCode(422).body("errors[0].pointer", equalTo("/revision"));
        post("/rollback", "{}").statusCode(422).body("errors[0].message", equalTo("is missing"));
        post("/rollback", "{\"revision\": 1}").statusCode(202);
        assertThat(Topic.of("deployment").await(RollbackRequested.class, id).revision())
                .isEqualTo(1);
        provisioned(3);
        awaitRollout(3, "succeeded");
        assertThat(visit("/").extract().asString()).contains("one from");
        get().body("deployed.revision", equalTo(1)).body("staged.revision", equalTo(2));
        assertThat(Topic.of("deployment").await(DeploymentSucceeded.class, id).urls())
                .containsEntry("hello", "http://" + host + ":8088");
        given().get("/api/v1/deployments/" + id + "/rollouts?limit=2").then().body("items.number", contains(3, 2));

        String firstEnded = rollout(1).extract().path("endedAt");
        given().get("/api/v1/deployments/" + id + "?at=" + firstEnded)
                .then()
                .statusCode(200)
                .body("status", equalTo("running"))
                .body("deployed.revision", equalTo(1))
                .body("rollout.number", equalTo(1));
        given().get("/api/v1/deployments/" + id + "?at=2001-01-01T00:00:00Z")
                .then()
                .statusCode(404);
        given().get("/api/v1/deployments/" + id + "?at=yesterday").then().statusCode(400);
        get().body("rollout.number", equalTo(3));
    }

    @Test
    void what_is_misspelt_or_of_another_kind_is_told_and_nothing_is_guessed() {
        create();
        stage(1, "one");
        told("/deploy", "{\"revison\": 1}", "/revison", "nothing of that name is known here");
        told("/deploy", "{\"revision\": \"1\"}", "/revision", "must be a whole number");
        told("/deploy", "{\"revision\": \"\"}", "/revision", "must be a whole number");
        told("/deploy", "{\"planDigest\": 7}", "/planDigest", "must be a text");
        told("/rollback", "{\"revision\": 1.5}", "/revision", "must be a whole number");
        told(
                "/tokens",
                "{\"scopes\": [\"migrate\"], \"expiresin\": 5}",
                "/expiresin",
                "nothing of that name is known here");
        told(
                "/tokens",
                "{\"scopes\": [\"a\\ud800\"]}",
                "/scopes/0",
                "holds U+0000 or half a surrogate pair, which cannot be kept");
        get().body("rollout", nullValue());
    }

    private void told(String path, String body, String pointer, String message) {
        post(path, body)
                .statusCode(422)
                .contentType("application/problem+json")
                .body("errors[0].pointer", equalTo(pointer))
                .body("errors[0].message", equalTo(message));
    }

    @Test
    void all_that_is_wrong_with_a_new_deployment_is_told_at_once_whatever_its_names_look_like() {
        String large = "x".repeat(9_000);
        for (String odd : List.of("no such thing", large, "a/../b")) {
            given().contentType("application/json")
                    .body("""
                            {"name": "Mine", "environment": "%1$s", "topology": "star", "domain": "%1$s",
                             "applications": [{"name": "%1$s", "version": "%1$s", "label": "-"}]}
                            """.formatted(odd))
                    .post("/api/v1/deployments")
                    .then()
                    .statusCode(422)
                    .body(
                            "errors.pointer",
                            hasItems("/environment", "/domain", "/applications/0/version", "/applications/0/label"));
        }
    }

    @Test
    void a_change_of_what_has_changed_since_is_refused() {
        create();
        String tag = get().extract().header("ETag");
        assertThat(get().extract().header("ETag")).isEqualTo(tag);
        stage(1, "one");
        for (String path : List.of("/deploy", "/rollback")) {
            given().contentType("application/json")
                    .header("If-Match", "\"stale\"")
                    .body("{\"revision\": 1}")
                    .post("/api/v1/deployments/" + id + path)
                    .then()
                    .statusCode(412);
        }
        given().header("If-Match", "\"stale\"")
                .delete("/api/v1/deployments/" + id)
                .then()
                .statusCode(412);
        given().delete("/api/v1/deployments/" + id + "?erase=maybe").then().statusCode(400);
        get().body("status", equalTo("created"));
    }

    @Test
    void what_was_withdrawn_meanwhile_is_not_deployed() {
        create();
        stage(1, "one");
        config.withdraw("hello 1.0.0 was withdrawn and does not run here: it leaks");
        try {
            given().get("/api/v1/deployments/" + id + "/plan")
                    .then()
                    .statusCode(200)
                    .body("feasible", equalTo(false))
                    .body("problems.message", hasItem(containsString("it leaks")));
            post("/deploy")
                    .statusCode(422)
                    .body("detail", containsString("withdrawn"))
                    .body("errors.message", hasItem(containsString("hello 1.0.0 was withdrawn")));
        } finally {
            config.withdraw();
        }
        post("/deploy").statusCode(202);
    }

    @Test
    void nothing_goes_back_to_an_older_version() {
        create();
        deploy(2, "two", 1);
        config.stage(id, 1, Sample.at("0.9.0", Sample.hello(label, "one")));
        given().get("/api/v1/deployments/" + id + "/plan?revision=1")
                .then()
                .statusCode(200)
                .body("feasible", equalTo(false))
                .body("problems.message", hasItem(containsString("hello from 1.0.0 to 0.9.0")));
        for (String path : List.of("/rollback", "/deploy")) {
            post(path, "{\"revision\": 1}")
                    .statusCode(409)
                    .body("type", equalTo("https://fediversity.org/problems/downgrade"))
                    .body("detail", containsString("hello from 1.0.0 to 0.9.0"));
        }
        get().body("deployed.revision", equalTo(2)).body("rollout.number", equalTo(1));
    }

    @Test
    void a_failed_rollout_leaves_the_previous_one_serving() {
        create();
        deploy(1, "well", 1);
        stage(2, "die");
        post("/deploy").statusCode(202);
        provisioned(2);
        awaitRollout(2, "failed");
        rollout(2)
                .body("steps.find { it.status == 'failed' }.name", oneOf("start", "verify"))
                .body("steps.find { it.name == 'switch' }.status", equalTo("skipped"));
        assertThat(visit("/").statusCode(200).extract().asString()).contains("well from");
        get().body("status", equalTo("running")).body("deployed.revision", equalTo(1));

        config.stage(id, 3, Sample.hello(label, "never", List.of("no-such-program-anywhere")));
        post("/deploy").statusCode(202);
        provisioned(3);
        awaitRollout(3, "failed");
        rollout(3).body("failure", equalTo("there is no program `no-such-program-anywhere` on this machine"));
    }

    @Test
    void provisioning_that_fails_fails_the_rollout() {
        create();
        stage(1, "one");
        post("/deploy").statusCode(202);
        Topic.of("provisioning").publish(new ProvisioningFailed(id, "alpha", "rollout/1", "the database is away"));
        awaitRollout(1, "failed");
        rollout(1).body("failure", equalTo("the database is away"));
        get().body("status", equalTo("failed"));
    }

    @Test
    void a_cancelled_rollout_frees_the_queue_at_once_and_late_resources_change_nothing() {
        create();
        stage(1, "one");
        post("/deploy").statusCode(202);
        post("/deploy").statusCode(409).body("type", equalTo("https://fediversity.org/problems/rollout-running"));
        post("/rollouts/1/cancel").statusCode(202).body("status", equalTo("cancelled"));
        post("/rollouts/1/cancel").statusCode(202);
        post("/rollouts/7/cancel").statusCode(404);
        provisioned(1);
        post("/deploy").statusCode(202).body("number", equalTo(2));
        provisioned(2);
        awaitRollout(2, "succeeded");
        rollout(1).body("status", equalTo("cancelled"));
    }

    @Test
    void a_plan_is_a_dry_run_and_only_the_plan_that_was_seen_is_deployed() {
        create();
        post("/deploy").statusCode(422).body("type", equalTo("https://fediversity.org/problems/nothing-staged"));
        given().get("/api/v1/deployments/" + id + "/plan").then().statusCode(422);
        stage(1, "one");
        String digest = given().get("/api/v1/deployments/" + id + "/plan")
                .then()
                .statusCode(200)
                .body("revision", equalTo(1))
                .body("feasible", equalTo(true))
                .body("actions[0].action", equalTo("create"))
                .body("actions.find { it.component == 'hello/web' }.action", equalTo("create"))
                .body("actions.find { it.component == 'hello/web' }.driver", equalTo("process"))
                .extract()
                .path("digest");
        stage(2, "two");
        post("/deploy", "{\"planDigest\": \"" + digest + "\"}").statusCode(412);
        post("/deploy", "{\"revision\": 9}").statusCode(422).body("errors[0].pointer", equalTo("/revision"));
        provisioning.infeasible(new Problem("machine", "no room"));
        post("/deploy").statusCode(422).body("errors[0].message", equalTo("machine: no room"));
        provisioning.infeasible();
        post("/deploy", "not json").statusCode(400);
        get().body("status", equalTo("created")).body("rollout", nullValue());
        post("/deploy", "{\"revision\": 1, \"planDigest\": \"" + digest + "\"}").statusCode(202);
    }

    @Test
    void a_component_that_dies_is_started_again() {
        create();
        deploy(1, "one", 1);
        String before = visit("/").extract().asString();
        given().header("Host", host).get("http://127.0.0.1:" + edge.port() + "/die");
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> visit("/").extract().statusCode() == 200);
        assertThat(visit("/").extract().asString()).isNotEqualTo(before);
        await().atMost(PATIENCE).untilAsserted(() -> get().body("status", equalTo("running"))
                .body("health.components[0].restarts", equalTo(1)));
        post("/drift-checks").statusCode(200).body("drifted", equalTo(false));
    }

    @Test
    void a_migration_freezes_starts_the_target_unseen_and_moves() {
        create();
        deploy(1, "one", 1);
        String migration = "m-" + id;
        Topic events = Topic.of("deployment");
        Topic.of("migration").publish(new CutoverStarted(migration, id, "alpha", "beta"));
        events.await(DeploymentFrozen.class, id);
        awaitStatus("frozen");
        visit("/").statusCode(503).header("Retry-After", "10");
        post("/deploy").statusCode(409);
        given().delete("/api/v1/deployments/" + id).then().statusCode(409);

        Topic.of("migration")
                .publish(new StateImported(
                        migration,
                        id,
                        "beta",
                        "distributed",
                        Map.of(),
                        Sample.hello(label, "moved"),
                        Sample.results("http://" + host)));
        TargetStarted target = events.await(TargetStarted.class, id);
        assertThat(target.endpoints().get("hello")).startsWith("127.0.0.1:");
        visit("/").statusCode(503);

        Topic.of("migration").publish(new CustodyTransferred(migration, id, "alpha", "beta"));
        events.await(DeploymentMoved.class, id);
        awaitStatus("running");
        get().body("environment", equalTo("beta")).body("topology", equalTo("distributed"));
        assertThat(visit("/").statusCode(200).extract().asString()).contains("moved from");
    }

    @Test
    void scripts_run_before_and_after_the_target_starts_where_they_are_wanted_and_are_verified() {
        create();
        deploy(1, "one", 1);
        Topic events = move(
                script(
                        "rewrite",
                        "${source.resources.address.url != target.resources.address.url}",
                        "stopped",
                        "echo $0 > rewritten; if curl -s -o /dev/null localhost:$PORT; then exit 7; fi",
                        "wc -l < rewritten",
                        1),
                script("pointless", "${source.deployment.environment == 'beta'}", "stopped", "exit 1", "exit 1", 0),
                script("look", "", "started", "test -s rewritten", "cat rewritten", "http://elsewhere.op1.localhost"));
        assertThat(events.await(MigrationScriptCompleted.class, id).script()).isEqualTo("hello/rewrite");
        events.await(TargetStarted.class, id);
        assertThat(events.read(id))
                .filteredOn(message -> message.event().equals("MigrationScriptCompleted"))
                .extracting(message -> message.json().get("script").asText())
                .containsExactly("hello/rewrite", "hello/look");
        Topic.of("migration").publish(new MigrationAborted("m-" + id, id, "alpha", "beta", "enough seen"));
        awaitStatus("running");
    }

    @Test
    void a_script_that_does_not_do_what_it_is_for_stops_the_move() {
        create();
        deploy(1, "one", 1);
        Topic events = move(script("rewrite", "", "stopped", "exit 0", "echo 3 left", "0 left"));
        assertThat(events.await(TargetFailed.class, id).reason())
                .isEqualTo("migration script hello/rewrite: its verification does not come to what is expected");
        Topic.of("migration").publish(new MigrationAborted("m-" + id, id, "alpha", "beta", "a script failed"));
        awaitStatus("running");
        assertThat(visit("/").statusCode(200).extract().asString()).contains("one from");
    }

    private static ScriptPlan script(
            String name, String when, String phase, String command, String verification, Object expected) {
        return new ScriptPlan(
                name,
                when,
                phase,
                "web",
                List.of("sh", "-c", command, "${target.resources.address.url}"),
                Map.of("command", List.of("sh", "-c", verification), "expect", expected));
    }

    private Topic move(ScriptPlan... scripts) {
        String migration = "m-" + id;
        Topic events = Topic.of("deployment");
        Topic.of("migration").publish(new CutoverStarted(migration, id, "alpha", "beta"));
        events.await(DeploymentFrozen.class, id);
        Topic.of("migration")
                .publish(new StateImported(
                        migration,
                        id,
                        "beta",
                        "distributed",
                        Map.of(),
                        Sample.moving(Sample.hello(label, "moved"), scripts),
                        Sample.results("http://elsewhere.op1.localhost")));
        return events;
    }

    @Test
    void a_migration_that_gives_up_gives_the_source_back() {
        create();
        deploy(1, "one", 1);
        String migration = "m-" + id;
        Topic.of("migration").publish(new CutoverStarted(migration, id, "alpha", "beta"));
        awaitStatus("frozen");
        Topic.of("migration").publish(new MigrationAborted(migration, id, "alpha", "beta", "no room"));
        Topic.of("deployment").await(DeploymentResumed.class, id);
        awaitStatus("running");
        assertThat(visit("/").statusCode(200).extract().asString()).contains("one from");
    }

    @Test
    void a_deployment_without_release_cannot_be_frozen() {
        create();
        Topic.of("migration").publish(new CutoverStarted("m-" + id, id, "alpha", "beta"));
        assertThat(Topic.of("deployment").await(FreezeFailed.class, id).reason())
                .isEqualTo("nothing is deployed");
    }

    @Test
    void a_retired_deployment_is_reached_no_more_and_gives_its_names_back() {
        create();
        deploy(1, "one", 1);
        given().delete("/api/v1/deployments/" + id + "?erase=true").then().statusCode(202);
        awaitStatus("retired");
        assertThat(Topic.of("deployment").await(DeploymentRetired.class, id).erase())
                .isTrue();
        visit("/").statusCode(404);
        post("/deploy").statusCode(409);
        post("/rollback", "{\"revision\": 1}").statusCode(409);
        post("/drift-checks").statusCode(409);
        given().get("/api/v1/deployments/" + id + "/plan").then().statusCode(409);
    }

    @Test
    void a_body_that_is_no_json_is_told_where_it_is_wrong_and_what_was_sent_is_not_repeated() {
        given().contentType("application/json")
                .body("{\"name\": \"a\",\n  \"domain\": hunter2}")
                .post("/api/v1/deployments")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("line 2, column"))
                .body("traceId", notNullValue())
                .body(not(containsString("hunter2")));
        given().contentType("application/json")
                .body("{\"applications\": [{\"name\": [\"hunter2\"]}]}")
                .post("/api/v1/deployments")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/applications/0/name"))
                .body("errors.message", contains("must be a text"))
                .body(not(containsString("hunter2")));
    }

    @Test
    void a_token_is_for_scopes_that_exist_and_for_a_while() {
        create();
        given().contentType("application/json")
                .body("{\"scopes\": [\"migrate\", null], \"expiresIn\": 0}")
                .post("/api/v1/deployments/" + id + "/tokens")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/scopes", "/expiresIn"));
        given().contentType("application/json")
                .body("{\"scopes\": [\"migrate\"]}")
                .post("/api/v1/deployments/" + id + "/tokens")
                .then()
                .statusCode(201)
                .body("token", notNullValue());
    }

    @Test
    void every_mistake_in_a_new_deployment_is_named_at_once() {
        given().contentType("application/json")
                .body("""
                        {"name": "", "environment": "alpha", "topology": "monolithic", "domain": "op1.localhost",
                         "applications": [{"name": "hello", "label": "-no"}, {"name": "hello"}]}
                        """)
                .post("/api/v1/deployments")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/name", "/applications/0/label", "/applications/1/name"));
        given().contentType("application/json")
                .body("""
                        {"name": "x", "environment": "gamma", "topology": "round", "domain": "op2.localhost",
                         "applications": [{"name": "nope"}, {"name": "hello", "version": "9.9.9"}]}
                        """)
                .post("/api/v1/deployments")
                .then()
                .statusCode(422)
                .body(
                        "errors.pointer",
                        hasItems("/environment", "/domain", "/applications/0/name", "/applications/1/version"));
        given().contentType("application/json")
                .body("""
                        {"name": "x", "environment": "alpha", "topology": "round", "domain": "new.localhost",
                         "applications": [{"name": "boxed"}]}
                        """)
                .post("/api/v1/deployments")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/topology", "/domain", "/applications/0/name"));
        create();
        given().contentType("application/json")
                .body("""
                        {"name": "x", "environment": "alpha", "topology": "monolithic", "domain": "op1.localhost",
                         "applications": [{"name": "hello", "label": "hello%d"}]}
                        """.formatted(created))
                .post("/api/v1/deployments")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/applications/0/label"));
    }

    @Test
    void tokens_are_shown_once_and_revoked() {
        create();
        post("/tokens", "{\"scopes\": [\"root\"]}").statusCode(422).body("errors[0].pointer", equalTo("/scopes"));
        String token = post("/tokens", "{\"scopes\": [\"migrate\"], \"expiresIn\": 60}")
                .statusCode(201)
                .extract()
                .path("id");
        given().get("/api/v1/deployments/" + id + "/tokens")
                .then()
                .body("items.id", contains(token))
                .body("items[0].token", nullValue());
        given().delete("/api/v1/deployments/" + id + "/tokens/" + token).then().statusCode(204);
        given().delete("/api/v1/deployments/" + id + "/tokens/" + token).then().statusCode(404);
    }

    @Test
    @TestSecurity(user = "op-2", roles = "operator")
    void what_belongs_to_another_does_not_exist() {
        given().get("/api/v1/deployments/0192f0c0-0000-7000-8000-000000000000")
                .then()
                .statusCode(404);
        given().get("/api/v1/deployments").then().statusCode(200).body("items.size()", equalTo(0));
    }

    @Test
    void a_list_of_many_asks_the_database_no_more_often_than_a_list_of_one() {
        for (int n = 1; n <= 3; n++) {
            create();
            stage(n, "one");
            post("/deploy").statusCode(202);
            post("/rollouts/1/cancel").statusCode(202);
        }
        given().get("/api/v1/deployments?limit=3")
                .then()
                .body("items.rollout.status", contains("cancelled", "cancelled", "cancelled"))
                .body("items.rollout.revision", contains(3, 2, 1));
        assertThat(statements("limit=3")).isPositive().isEqualTo(statements("limit=1"));
    }

    /// What a list costs. Other threads ask now and then, too, so that the cheapest of a few counts.
    private int statements(String query) {
        AtomicInteger asked = new AtomicInteger();
        SqlLogger before = jdbi.getConfig(SqlStatements.class).getSqlLogger();
        jdbi.setSqlLogger(new SqlLogger() {
            @Override
            public void logBeforeExecution(StatementContext context) {
                asked.incrementAndGet();
            }
        });
        try {
            return IntStream.range(0, 10)
                    .map(_ -> {
                        asked.set(0);
                        given().get("/api/v1/deployments?" + query).then().statusCode(200);
                        return asked.get();
                    })
                    .min()
                    .orElseThrow();
        } finally {
            jdbi.setSqlLogger(before);
        }
    }

    @Test
    void lists_are_paged() {
        create();
        String older = id;
        create();
        String next = given().get("/api/v1/deployments?limit=1")
                .then()
                .body("items.id", contains(id))
                .extract()
                .path("next");
        given().get("/api/v1/deployments?limit=1&cursor=" + next).then().body("items.id", contains(older));
        given().get("/api/v1/deployments?limit=0").then().statusCode(400);
        assertThat(Topic.of("deployment").read(id)).isNotEmpty();
    }
}
