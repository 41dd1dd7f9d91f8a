package org.fediversity.provisioning;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.fediversity.contracts.DeploymentEvent.DeploymentRequested;
import org.fediversity.contracts.DeploymentEvent.DeploymentRetired;
import org.fediversity.contracts.DeploymentEvent.DeploymentSucceeded;
import org.fediversity.contracts.Event;
import org.fediversity.contracts.MigrationEvent.MigrationAborted;
import org.fediversity.contracts.MigrationEvent.MigrationConfirmed;
import org.fediversity.contracts.MigrationEvent.MigrationRequested;
import org.fediversity.contracts.ProvisioningEvent.ProvisioningFailed;
import org.fediversity.contracts.ProvisioningEvent.ResourcesProvisioned;
import org.fediversity.contracts.ProvisioningEvent.ResourcesReleased;
import org.fediversity.contracts.ProvisioningEvent.ResourcesReserved;
import org.fediversity.contracts.ProvisioningEvent.StateKept;
import org.fediversity.contracts.ProvisioningEvent.SurplusReleased;
import org.fediversity.contracts.Requirements.RequiredResource;
import org.fediversity.contracts.ResourceResult;
import org.fediversity.provisioning.domain.Sample;
import org.fediversity.testing.Topic;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/// From the events of other services to real resources, and back.
@QuarkusTest
@QuarkusTestResource(RealResources.class)
@TestSecurity(
        user = "deployment",
        roles = {"service", "provider"})
class ProvisioningTest {
    private static final RequiredResource DATABASE = Sample.resource("database", "postgresql", Map.of());
    private static final RequiredResource MEDIA = Sample.resource("media", "bucket", Map.of("publicRead", true));
    private static final RequiredResource KEY = Sample.resource("actorKey", "secret", Map.of("kind", "rsa"));
    private static final RequiredResource ADDRESS = Sample.resource("address", "domain-name", Map.of("label", "notes"));

    @Inject
    Jdbi jdbi;

    private final String deployment = UUID.randomUUID().toString();

    private static void request(String deployment, String environment, int rollout, RequiredResource... resources) {
        Topic.tell(new DeploymentRequested(
                deployment,
                "op-1",
                rollout,
                rollout,
                environment,
                "monolithic",
                "garden.localhost",
                Sample.requirements(resources)));
    }

    private static <E extends Event> E told(Class<E> type, String deployment) {
        return Topic.of("provisioning").await(type, deployment);
    }

    private static ResourcesProvisioned provisioned(String deployment, String request) {
        return Topic.of("provisioning")
                .await(message -> message.event().equals("ResourcesProvisioned")
                        && message.key().equals(deployment)
                        && message.json().get("request").asText().equals(request))
                .as(ResourcesProvisioned.class);
    }

    private static ResourceResult result(ResourcesProvisioned provisioned, String id) {
        return provisioned.results().stream()
                .filter(result -> result.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static String open(String reference) {
        String value = given().get("/internal/secrets/" + reference)
                .then()
                .statusCode(200)
                .extract()
                .path("value");
        return new String(Base64.getDecoder().decode(value));
    }

    @Test
    void a_requested_deployment_gets_a_database_one_can_log_in_to() throws SQLException {
        request(deployment, "alpha", 1, Sample.machine(1, 512), DATABASE, MEDIA, KEY, ADDRESS);
        ResourcesProvisioned provisioned = provisioned(deployment, "rollout/1");
        assertThat(told(ResourcesReserved.class, deployment).assignments()).hasSize(5);
        String jdbcUrl = open(result(provisioned, "notes/database").secrets().get("jdbcUrl"));
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                var statement = connection.createStatement()) {
            statement.execute("create table note (text text)");
        }
        assertThat(result(provisioned, "machine").values()).containsEntry("address", "127.0.0.1");
        assertThat(result(provisioned, "notes/address").values())
                .containsEntry("url", "http://notes.garden.localhost:8088");
        assertThat(open(result(provisioned, "notes/actorKey").secrets().get("privateKey")))
                .startsWith("-----BEGIN PRIVATE KEY-----");
        assertThat(result(provisioned, "notes/media").values()).containsKey("publicUrl");

        given().get("/internal/allocations/" + deployment + "@alpha")
                .then()
                .statusCode(200)
                .body("results.id", hasItem("notes/database"));

        String password = open(result(provisioned, "notes/database").secrets().get("password"));
        assertThat(Topic.of("provisioning").read(deployment))
                .noneMatch(message -> message.data().contains(password));

        Topic.tell(new DeploymentRetired(deployment, "alpha", true));
        told(ResourcesReleased.class, deployment);
        assertThatThrownBy(() -> DriverManager.getConnection(jdbcUrl)).isInstanceOf(SQLException.class);
        given().get("/internal/secrets/"
                        + result(provisioned, "notes/database").secrets().get("password"))
                .then()
                .statusCode(404);
    }

    @Test
    void a_later_rollout_keeps_what_there_is_and_releases_what_it_no_longer_needs_once_it_succeeded() {
        request(deployment, "alpha", 1, DATABASE, KEY, MEDIA);
        ResourcesProvisioned first = provisioned(deployment, "rollout/1");
        request(deployment, "alpha", 2, DATABASE, KEY);
        ResourcesProvisioned second = provisioned(deployment, "rollout/2");
        assertThat(result(second, "notes/database")).isEqualTo(result(first, "notes/database"));
        assertThat(result(second, "notes/actorKey")).isEqualTo(result(first, "notes/actorKey"));
        Topic.tell(new DeploymentSucceeded(deployment, 2, 2, "alpha", Map.of(), Map.of()));
        assertThat(told(SurplusReleased.class, deployment).resources()).containsExactly("notes/media");
        Topic.tell(new DeploymentRetired(deployment, "alpha", true));
        told(ResourcesReleased.class, deployment);
    }

    @Test
    void what_is_in_the_database_of_a_retired_deployment_stays_until_it_is_erased() throws SQLException {
        request(deployment, "alpha", 1, Sample.machine(1, 512), DATABASE, KEY);
        ResourcesProvisioned provisioned = provisioned(deployment, "rollout/1");
        String jdbcUrl = open(result(provisioned, "notes/database").secrets().get("jdbcUrl"));
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                var statement = connection.createStatement()) {
            statement.execute("create table note as select 'kept' as text");
        }
        Topic.tell(new DeploymentRetired(deployment, "alpha", false));
        assertThat(told(StateKept.class, deployment).resources())
                .containsExactlyInAnyOrder("notes/database", "notes/actorKey");
        assertThat(told(SurplusReleased.class, deployment).resources()).contains("machine");
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select text from note")) {
            assertThat(rows.next()).isTrue();
        }
        Topic.tell(new DeploymentRetired(deployment, "alpha", true));
        told(ResourcesReleased.class, deployment);
        assertThatThrownBy(() -> DriverManager.getConnection(jdbcUrl)).isInstanceOf(SQLException.class);
    }

    @Test
    void a_change_that_the_policy_refuses_is_planned_as_infeasible_and_not_provisioned() {
        request(deployment, "alpha", 1, Sample.machine(1, 512));
        provisioned(deployment, "rollout/1");
        RequiredResource larger = Sample.machine(1, 9_000);
        given().contentType(ContentType.JSON)
                .body(Map.of(
                        "deployment", deployment,
                        "environment", "alpha",
                        "topology", "monolithic",
                        "operator", "op-1",
                        "domain", "garden.localhost",
                        "requirements", Sample.requirements(larger)))
                .post("/internal/plans")
                .then()
                .statusCode(200)
                .body("feasible", equalTo(false))
                .body("problems.message", hasItem("no machine that large here"));
        request(deployment, "alpha", 2, larger);
        assertThat(told(ProvisioningFailed.class, deployment).reason()).contains("no machine that large here");
    }

    @Test
    void what_cannot_be_had_fails_with_a_reason() {
        request(deployment, "alpha", 1, Sample.resource("cache", "redis", Map.of()));
        assertThat(told(ProvisioningFailed.class, deployment).reason())
                .contains("the environment offers nothing of type redis");
        String nowhere = UUID.randomUUID().toString();
        request(nowhere, "nowhere", 1, DATABASE);
        assertThat(told(ProvisioningFailed.class, nowhere).reason()).contains("no environment 'nowhere'");
    }

    @Test
    void identity_moves_along_and_the_source_goes_when_the_move_is_confirmed() throws SQLException {
        request(deployment, "alpha", 1, DATABASE, KEY);
        ResourcesProvisioned source = provisioned(deployment, "rollout/1");
        Topic.tell(migration("m1-" + deployment));
        ResourcesProvisioned target = provisioned(deployment, "migration/m1-" + deployment);
        assertThat(target.environment()).isEqualTo("beta");
        assertThat(result(target, "notes/actorKey").values())
                .isEqualTo(result(source, "notes/actorKey").values());
        assertThat(open(result(target, "notes/actorKey").secrets().get("privateKey")))
                .isEqualTo(open(result(source, "notes/actorKey").secrets().get("privateKey")));
        assertThat(result(target, "notes/database").values().get("database"))
                .isNotEqualTo(result(source, "notes/database").values().get("database"));

        Topic.tell(new MigrationConfirmed("m1-" + deployment, deployment, "alpha"));
        assertThat(told(ResourcesReleased.class, deployment).environment()).isEqualTo("alpha");
        DriverManager.getConnection(
                        open(result(target, "notes/database").secrets().get("jdbcUrl")))
                .close();
        Topic.tell(new DeploymentRetired(deployment, "beta", true));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> given().get("/internal/allocations/" + deployment + "@beta")
                        .then()
                        .statusCode(404));
    }

    @Test
    void an_identity_that_is_lost_on_the_way_is_not_made_anew() {
        request(deployment, "alpha", 1, KEY);
        ResourcesProvisioned source = provisioned(deployment, "rollout/1");
        jdbi.useHandle(db -> db.execute(
                "delete from driver_memory where reference = ?",
                result(source, "notes/actorKey").secrets().get("privateKey")));
        Topic.tell(migration("m3-" + deployment));
        assertThat(told(ProvisioningFailed.class, deployment).reason())
                .contains("notes/actorKey")
                .contains("not at the source any more");
    }

    @Test
    void an_aborted_migration_leaves_nothing_at_the_target_and_everything_at_the_source() {
        request(deployment, "alpha", 1, KEY);
        provisioned(deployment, "rollout/1");
        Topic.tell(migration("m2-" + deployment));
        provisioned(deployment, "migration/m2-" + deployment);
        Topic.tell(new MigrationAborted("m2-" + deployment, deployment, "alpha", "beta", "changed my mind"));
        assertThat(told(ResourcesReleased.class, deployment).environment()).isEqualTo("beta");
        given().get("/internal/allocations/" + deployment + "@alpha").then().statusCode(200);
    }

    private MigrationRequested migration(String id) {
        return new MigrationRequested(
                id,
                deployment,
                "op-1",
                "garden.localhost",
                "alpha",
                "monolithic",
                "beta",
                "monolithic",
                "cold",
                1,
                Sample.requirements(DATABASE, KEY));
    }

    @Test
    void capacity_is_never_exceeded_however_many_ask_at_once() {
        List<String> deployments = IntStream.range(0, 8)
                .mapToObj(_ -> UUID.randomUUID().toString())
                .toList();
        deployments.parallelStream().forEach(one -> request(one, "small", 1, Sample.machine(1, 128)));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(deployments).allMatch(one -> Topic.of("provisioning").read(one).stream()
                        .anyMatch(message -> List.of("ResourcesProvisioned", "ProvisioningFailed")
                                .contains(message.event()))));
        long succeeded = deployments.stream()
                .filter(one -> Topic.of("provisioning").read(one).stream()
                        .anyMatch(message -> message.event().equals("ResourcesProvisioned")))
                .count();
        assertThat(succeeded).isEqualTo(3);
        given().get("/api/v1/environments/small/capacity")
                .then()
                .statusCode(200)
                .body("pools.find { it.name == 'hosts' }.reserved.cpu", equalTo(3))
                .body("pools.find { it.name == 'hosts' }.free.cpu", equalTo(0));
    }

    @Test
    void a_plan_tells_what_would_be_done_and_does_nothing() {
        Map<String, Object> question = Map.of(
                "deployment", deployment,
                "environment", "alpha",
                "topology", "monolithic",
                "operator", "op-1",
                "domain", "garden.localhost",
                "requirements", Sample.requirements(Sample.machine(1, 512), DATABASE));
        given().contentType(ContentType.JSON)
                .body(question)
                .post("/internal/plans")
                .then()
                .statusCode(200)
                .body("feasible", equalTo(true))
                .body("actions.action", equalTo(List.of("create", "create")))
                .body("actions.resource", equalTo(List.of("machine", "notes/database")));
        given().get("/internal/allocations/" + deployment + "@alpha").then().statusCode(404);
        request(deployment, "alpha", 1, Sample.machine(1, 512), DATABASE);
        provisioned(deployment, "rollout/1");
        given().contentType(ContentType.JSON)
                .body(question)
                .post("/internal/plans")
                .then()
                .body("actions.action", equalTo(List.of("unchanged", "unchanged")));
        Topic.tell(new DeploymentRetired(deployment, "alpha", true));
        told(ResourcesReleased.class, deployment);
    }
}
