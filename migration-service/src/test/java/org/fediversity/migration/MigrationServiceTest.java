package org.fediversity.migration;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fediversity.contracts.DeploymentEvent.DeploymentFrozen;
import org.fediversity.contracts.DeploymentEvent.DeploymentMoved;
import org.fediversity.contracts.DeploymentEvent.FreezeFailed;
import org.fediversity.contracts.DeploymentEvent.FreezeStarted;
import org.fediversity.contracts.DeploymentEvent.TargetStarted;
import org.fediversity.contracts.MigrationEvent;
import org.fediversity.contracts.MigrationEvent.CustodyTransferred;
import org.fediversity.contracts.MigrationEvent.CutoverStarted;
import org.fediversity.contracts.MigrationEvent.MigrationAborted;
import org.fediversity.contracts.MigrationEvent.MigrationCompleted;
import org.fediversity.contracts.MigrationEvent.MigrationConfirmed;
import org.fediversity.contracts.MigrationEvent.StateImported;
import org.fediversity.contracts.ProvisioningEvent.ProvisioningFailed;
import org.fediversity.contracts.ProvisioningEvent.ResourcesProvisioned;
import org.fediversity.migration.domain.Deployments.Deployment;
import org.fediversity.migration.domain.Environments.Problem;
import org.fediversity.migration.domain.MigrationCommand.RequestMigration;
import org.fediversity.runtime.Commands;
import org.fediversity.testing.Servers;
import org.fediversity.testing.Topic;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
@TestSecurity(user = "op-1", roles = "operator")
class MigrationServiceTest {
    @Inject
    World world;

    @Inject
    Commands commands;

    @Inject
    Jdbi jdbi;

    @ConfigProperty(name = "fediversity.data")
    Path data;

    private Stage stage;

    @BeforeEach
    void set_the_stage() throws Exception {
        world.status = 200;
        stage = new Stage(world);
    }

    @AfterEach
    void tidy_up() throws Exception {
        stage.tidyUp();
    }

    @Test
    void a_deployment_moves_with_all_of_its_state() throws Exception {
        String id = ask("{\"environment\": \"beta\", \"topology\": \"distributed\"}");
        provisioned(id);
        frozen(id);
        StateImported imported = Topic.of("migration").await(StateImported.class, stage.deployment);
        assertThat(imported.topology()).isEqualTo("distributed");
        assertThat(imported.results()).isEqualTo(stage.target());
        assertThat(imported.inventory()).containsOnlyKeys("notes/identity", "notes/posts", "notes/pictures");
        assertThat(Stage.first(stage.there, "select string_agg(text, ',' order by id) from note"))
                .isEqualTo("hello,you");
        assertThat(Files.readString(stage.filesThere.resolve("picture.txt"))).isEqualTo("a picture");

        Topic.tell(new TargetStarted(stage.deployment, id, "beta", Map.of("notes", "localhost:1")));
        Topic.of("migration").await(CustodyTransferred.class, stage.deployment);
        Topic.tell(new DeploymentMoved(stage.deployment, id, "alpha", "beta", "distributed"));
        MigrationCompleted completed = Topic.of("migration").await(MigrationCompleted.class, stage.deployment);
        assertThat(completed.downtimeMillis()).isPositive();

        given().get("/api/v1/migrations/" + id)
                .then()
                .statusCode(200)
                .body("status", equalTo("completed"))
                .body("pointOfNoReturn", equalTo(true))
                .body("source.environment", equalTo("alpha"))
                .body("target.topology", equalTo("distributed"))
                .body("rounds", equalTo(1))
                .body("inventory.'notes/posts'.rows", equalTo(2))
                .body("inventory.'notes/pictures'.files", equalTo(1))
                .body("steps.name", hasItems("prepare", "freeze", "export", "import", "start", "verify", "switch"))
                .body("steps.status", not(hasItem("running")));
        await().untilAsserted(
                        () -> assertThat(data.resolve("snapshots").resolve(id)).doesNotExist());

        given().post("/api/v1/migrations/" + id + "/abort").then().statusCode(409);
        ask409("MIGRATION_RUNNING");
        given().post("/api/v1/migrations/" + id + "/confirm")
                .then()
                .statusCode(202)
                .body("confirmed", equalTo(true));
        Topic.of("migration").await(MigrationConfirmed.class, stage.deployment);
        ask("{\"environment\": \"beta\"}");
    }

    @Test
    void nothing_that_is_secret_stands_in_an_event() {
        String id = ask("{\"environment\": \"beta\"}");
        provisioned(id);
        frozen(id);
        Topic.of("migration").await(StateImported.class, stage.deployment);

        String everything = Topic.of("migration").read(stage.deployment).toString();

        assertThat(everything).doesNotContain("the key of").doesNotContain("hello");
    }

    @Test
    void an_export_that_fails_gives_the_domain_back_to_the_source() throws Exception {
        String id = ask("{\"environment\": \"beta\"}");
        provisioned(id);
        Stage.run(stage.here, "alter table note rename to note_2");
        Files.createSymbolicLink(stage.filesHere.resolve("out"), Path.of("/etc/passwd"));
        frozen(id);

        assertThat(aborted().reason()).contains("notes/files").contains("leads out of it");
        shown(id, "aborted");
        await().untilAsserted(
                        () -> assertThat(data.resolve("snapshots").resolve(id)).doesNotExist());
    }

    @Test
    void a_target_that_was_given_another_identity_is_refused() {
        stage.key("beta", "another key");
        String id = ask("{\"environment\": \"beta\"}");
        provisioned(id);
        frozen(id);

        assertThat(aborted().reason()).contains("another value for notes/actorKey");
    }

    @Test
    void an_identity_that_vanishes_on_the_way_stops_the_export() {
        String id = ask("{\"environment\": \"beta\"}");
        provisioned(id);
        stage.noKey("alpha");
        frozen(id);

        assertThat(aborted().reason()).contains("notes/actorKey has no value");
    }

    @Test
    void a_target_that_is_the_very_place_of_the_source_is_never_written_to() throws Exception {
        String id = ask("{\"environment\": \"beta\"}");
        Topic.tell(new ResourcesProvisioned(
                stage.deployment, "beta", "migration/" + id, world.held(stage.deployment, "alpha")));
        Topic.of("migration").await(CutoverStarted.class, stage.deployment);
        frozen(id);

        assertThat(aborted().reason()).contains("the very place of the source");
        assertThat(Stage.first(stage.here, "select count(*) from note")).isEqualTo("2");
    }

    @Test
    void a_target_that_does_not_answer_properly_never_gets_custody() {
        world.status = 502;
        String id = ask("{\"environment\": \"beta\"}");
        provisioned(id);
        frozen(id);
        Topic.of("migration").await(StateImported.class, stage.deployment);
        Topic.tell(new TargetStarted(stage.deployment, id, "beta", Map.of("notes", "localhost:1")));

        assertThat(aborted().reason()).contains("notes answers 502");
        assertThat(Topic.of("migration").read(stage.deployment))
                .extracting(Topic.Message::event)
                .doesNotContain("CustodyTransferred");
    }

    @Test
    void what_others_could_not_do_ends_the_move_with_their_reason() {
        String first = ask("{\"environment\": \"beta\"}");
        Topic.tell(new ProvisioningFailed(stage.deployment, "beta", "migration/" + first, "no database is free"));
        assertThat(aborted().reason()).contains("no database is free");

        String second = ask("{\"environment\": \"beta\"}");
        provisioned(second);
        Topic.tell(new FreezeFailed(stage.deployment, second, "a process does not stop"));
        shown(second, "aborted");
    }

    @Test
    void an_operator_may_change_their_mind_before_custody() {
        String id = ask("{\"environment\": \"beta\"}");
        ask409("MIGRATION_RUNNING");

        given().post("/api/v1/migrations/" + id + "/abort")
                .then()
                .statusCode(202)
                .body("status", equalTo("aborted"))
                .body("failure", containsString("operator"));
        given().post("/api/v1/migrations/" + id + "/confirm").then().statusCode(409);
        ask("{\"environment\": \"beta\"}");
    }

    @Test
    void all_that_is_wrong_with_an_order_is_told_at_once() {
        send("""
                {"environment": "nowhere", "topology": "flat", "strategy": "hot", "cutover": "manual"}""")
                .then()
                .statusCode(422)
                .body("type", containsString("invalid"))
                .body("errors.pointer", equalTo(List.of("/environment", "/topology", "/strategy", "/cutover")))
                .body("errors.message", hasItem("It must be cold (warm is not built yet)."));
        send("{\"environment\": \"beta\", \"strategy\": \"warm\", \"cutover\": \"manual\"}")
                .then()
                .statusCode(422)
                .body("type", containsString("unsupported"))
                .body("errors.pointer", equalTo(List.of("/strategy", "/cutover")));
        ask("{\"environment\": \"beta\", \"strategy\": \"cold\", \"cutover\": \"automatic\"}");
    }

    @Test
    void bad_orders_are_refused_with_the_place_of_the_fault() {
        refused("{\"environment\": \"nowhere\"}", 422, "/environment");
        refused("{}", 422, "/environment");
        refused("{\"environment\": \"alpha\"}", 422, "/environment");
        refused("{\"environment\": \"alpha\", \"topology\": \"distributed\"}", 422, "/topology");
        refused("{\"environment\": \"beta\", \"topology\": \"flat\"}", 422, "/topology");
        refused("{\"environment\": \"beta\", \"strategy\": \"warm\"}", 422, "/strategy");
        refused("{\"environment\": \"beta\", \"strategy\": \"hot\"}", 422, "/strategy");
        refused("{\"environment\": \"beta\", \"cutover\": \"manual\"}", 422, "/cutover");
        refused("{\"environment\": \"beta\", \"cutover\": \"soon\"}", 422, "/cutover");
        for (String name : List.of("be\\u0001ta", "be/ta", "..", "a".repeat(64), "a".repeat(9_000))) {
            refused("{\"environment\": \"" + name + "\"}", 422, "/environment");
        }
        world.problems.put(stage.deployment, List.of(new Problem("notes/database", "no room")));
        refused("{\"environment\": \"beta\"}", 422, "/environment");
        world.problems.remove(stage.deployment);
        send("{\"environment\": ").then().statusCode(400);
    }

    @Test
    void without_its_identity_a_transfer_does_not_start() {
        stage.noKey("alpha");
        send("{\"environment\": \"beta\"}")
                .then()
                .statusCode(409)
                .body("type", containsString("identity-missing"))
                .body("detail", containsString("notes/identity"));
    }

    @Test
    void what_is_not_deployed_or_about_to_change_does_not_move() {
        status("created", 0);
        ask409("NOTHING_DEPLOYED");
        status("deploying", 3);
        ask409("ROLLOUT_RUNNING");
        status("frozen", 3);
        ask409("MIGRATION_RUNNING");
    }

    @Test
    @TestSecurity(user = "op-2", roles = "operator")
    void the_deployment_of_somebody_else_does_not_exist() {
        send("{\"environment\": \"beta\"}").then().statusCode(404);
        given().get("/api/v1/deployments/" + stage.deployment + "/migrations")
                .then()
                .statusCode(404);
        given().get("/api/v1/migrations/unknown").then().statusCode(404);
        given().post("/api/v1/migrations/unknown/abort").then().statusCode(404);
    }

    @Test
    @TestSecurity(
            user = "op-2",
            roles = {"operator", "auditor"})
    void an_auditor_sees_the_move_of_somebody_else_and_cannot_change_it() {
        String id = moving();
        given().get("/api/v1/migrations/" + id).then().statusCode(200);
        given().post("/api/v1/migrations/" + id + "/abort").then().statusCode(404);
        given().post("/api/v1/migrations/" + id + "/confirm").then().statusCode(404);
        given().get("/api/v1/migrations/" + id).then().body("status", equalTo("preparing"));
    }

    @Test
    @TestSecurity(user = "provider-of-beta", roles = "provider")
    void a_provider_sees_what_moves_into_their_environment() {
        String id = moving();
        given().get("/api/v1/migrations/" + id).then().statusCode(200);
        given().get("/api/v1/migrations").then().body("items.id", hasItem(id));
        given().post("/api/v1/migrations/" + id + "/abort").then().statusCode(403);
    }

    @Test
    @TestSecurity(user = "provider-of-nothing", roles = "provider")
    void another_provider_does_not() {
        String id = moving();
        given().get("/api/v1/migrations/" + id).then().statusCode(404);
        given().get("/api/v1/migrations").then().body("items.size()", equalTo(0));
        given().get("/api/v1/deployments/" + stage.deployment + "/migrations")
                .then()
                .statusCode(404);
    }

    private String moving() {
        String id = UUID.randomUUID().toString();
        commands.ask(new RequestMigration(
                id,
                stage.deployment,
                "op-1",
                "a.localhost",
                "alpha",
                "monolithic",
                "beta",
                "monolithic",
                "cold",
                3,
                world.requirements.get(stage.deployment)));
        return id;
    }

    @Test
    void an_export_that_is_overtaken_by_an_abort_leaves_no_snapshot_behind() throws Exception {
        String id = ask("{\"environment\": \"beta\"}");
        provisioned(id);
        world.gate = new CountDownLatch(1);
        frozen(id);
        await().until(() -> world.waiting.get() > 0);
        given().post("/api/v1/migrations/" + id + "/abort").then().statusCode(202);
        shown(id, "aborted");
        await().until(() -> tasks("RemoveSnapshotWhenAborted") == 0);
        world.gate.countDown();

        await().until(() -> tasks("ExportWhenSourceFrozen") == 0);
        try (var left = Files.list(data.resolve("snapshots"))) {
            assertThat(left.filter(file -> file.toString().contains(id))).isEmpty();
        }
    }

    @Test
    void lists_come_in_pages_newest_first() {
        String first = ask("{\"environment\": \"beta\"}");
        given().post("/api/v1/migrations/" + first + "/abort").then().statusCode(202);
        String second = ask("{\"environment\": \"beta\"}");
        String path = "/api/v1/deployments/" + stage.deployment + "/migrations?limit=1";

        String next = given().get(path)
                .then()
                .statusCode(200)
                .body("items.id", equalTo(List.of(second)))
                .extract()
                .path("next");
        given().get(path + "&cursor=" + next)
                .then()
                .body("items.id", equalTo(List.of(first)))
                .body("next", equalTo(null));
        given().get("/api/v1/migrations").then().statusCode(200).body("items.id", hasItems(first, second));
    }

    /// That are not done yet.
    private int tasks(String policy) {
        return jdbi.withHandle(db -> db.createQuery("select count(*) from policy_task where policy = ?")
                .bind(0, policy)
                .mapTo(Integer.class)
                .one());
    }

    private String ask(String order) {
        String location = send(order).then().statusCode(202).extract().header("Location");
        assertThat(location).contains("/api/v1/migrations/");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private void ask409(String problem) {
        send("{\"environment\": \"beta\"}")
                .then()
                .statusCode(409)
                .body(
                        "type",
                        containsString(
                                problem.toLowerCase(java.util.Locale.ROOT).replace('_', '-')));
    }

    private void refused(String order, int status, String pointer) {
        send(order).then().statusCode(status).body("errors.pointer", hasItem(pointer));
    }

    private io.restassured.response.Response send(String order) {
        return given().contentType(ContentType.JSON)
                .body(order)
                .post("/api/v1/deployments/" + stage.deployment + "/migrations");
    }

    private void status(String status, int revision) {
        world.deployments.put(
                stage.deployment,
                new Deployment(stage.deployment, "op-1", "n", "alpha", "monolithic", "a.localhost", status, revision));
    }

    private void provisioned(String id) {
        Topic.tell(new ResourcesProvisioned(stage.deployment, "beta", "migration/" + id, stage.target()));
        awaitEvent(id, CutoverStarted.class);
    }

    private void frozen(String id) {
        Topic.tell(new FreezeStarted(stage.deployment, id, "alpha"));
        Topic.tell(new DeploymentFrozen(stage.deployment, id, "alpha"));
    }

    private void awaitEvent(String id, Class<? extends MigrationEvent> type) {
        Topic.of("migration")
                .await(message -> message.event().equals(type.getSimpleName())
                        && message.json().get("migration").asText().equals(id));
    }

    private MigrationAborted aborted() {
        return Topic.of("migration").await(MigrationAborted.class, stage.deployment);
    }

    private void shown(String id, String status) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> given().get("/api/v1/migrations/" + id).then().body("status", equalTo(status)));
    }
}
