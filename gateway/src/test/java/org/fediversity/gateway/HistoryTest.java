package org.fediversity.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.fediversity.contracts.ConfigEvent.DomainClaimed;
import org.fediversity.gateway.domain.Hash;
import org.fediversity.gateway.domain.MerkleProof;
import org.fediversity.gateway.domain.MerkleTree.Frontier;
import org.fediversity.gateway.view.History;
import org.fediversity.runtime.Actor;
import org.fediversity.runtime.CloudEvent;
import org.fediversity.testing.Servers;
import org.fediversity.testing.Topic;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
@QuarkusTestResource(Surroundings.class)
class HistoryTest {
    private static final String BASE = "/api/v1";
    private static final String AUDITOR = "aud-1";

    @Inject
    History history;

    @Inject
    Jdbi jdbi;

    private static Response get(String subject, String role, String path) {
        return given().header("Authorization", "Bearer " + Tokens.of(subject, role))
                .get(BASE + path);
    }

    private static void awaitEvents(String deployment, int count) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> get(AUDITOR, "auditor", "/events?limit=200&deployment=" + deployment)
                        .then()
                        .body("items", hasSize(count)));
    }

    @Test
    void what_is_published_is_in_the_history_to_the_letter() {
        Story story = Story.of("op1");
        Topic.Message message = Topic.tell(story.created());
        awaitEvents(story.deployment(), 1);
        Response page = get(AUDITOR, "auditor", "/events?deployment=" + story.deployment());
        assertThat(page.asString()).contains("\"data\":" + message.data());
        page.then()
                .body("next", equalTo(null))
                .body("items[0].id", equalTo(message.id()))
                .body("items[0].type", equalTo("org.fediversity.DeploymentCreated"))
                .body("items[0].subject", equalTo(story.deployment()))
                .body("items[0].actor", equalTo("service:deployment"));
        long position = page.jsonPath().getLong("items[0].position");
        get(AUDITOR, "auditor", "/events/" + position).then().statusCode(200).body("id", equalTo(message.id()));
    }

    @Test
    void two_writers_and_repeated_shuffled_deliveries_leave_no_gap_and_keep_the_order_of_a_deployment()
            throws Exception {
        int deployments = 6;
        int each = 25;
        List<String> ids = IntStream.range(0, deployments)
                .mapToObj(i -> "race-" + i + "-" + UUID.randomUUID())
                .toList();
        List<Callable<Void>> writers = new ArrayList<>();
        for (int w = 0; w < 4; w++) {
            Random random = new Random(w);
            writers.add(() -> {
                // Per deployment in order, across deployments in any, some twice: as a topic delivers.
                Map<String, Integer> next = new HashMap<>();
                List<String> draws = new ArrayList<>(Collections.nCopies(each, ids).stream()
                        .flatMap(List::stream)
                        .toList());
                Collections.shuffle(draws, random);
                for (String id : draws) {
                    int n = next.merge(id, 1, Integer::sum) - 1;
                    append(event(id, n));
                    if (random.nextInt(4) == 0) {
                        append(event(id, random.nextInt(n + 1)));
                    }
                }
                return null;
            });
        }
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (Future<Void> done : threads.invokeAll(writers)) {
                done.get();
            }
        }
        List<Long> positions = jdbi.withHandle(db -> db.createQuery("select position from history order by position")
                .mapTo(Long.class)
                .list());
        assertThat(positions)
                .isEqualTo(LongStream.range(0, positions.size()).boxed().toList());
        for (String id : ids) {
            List<String> order = jdbi.withHandle(
                    db -> db.createQuery("select event_id from history where deployment = ? order by position")
                            .bind(0, id)
                            .mapTo(String.class)
                            .list());
            assertThat(order)
                    .isEqualTo(
                            IntStream.range(0, each).mapToObj(n -> id + "#" + n).toList());
        }
    }

    @Test
    void a_writer_that_fails_leaves_no_gap() {
        long before = size();
        try {
            jdbi.useTransaction(db -> {
                history.on(event("failing-" + UUID.randomUUID(), 0), db);
                throw new IllegalStateException("lost its power");
            });
        } catch (IllegalStateException e) {
            assertThat(size()).isGreaterThanOrEqualTo(before);
        }
        String id = "after-" + UUID.randomUUID();
        append(event(id, 0));
        long gaps = jdbi.withHandle(db -> db.createQuery("select max(position) + 1 - count(*) from history")
                .mapTo(Long.class)
                .one());
        assertThat(gaps).isZero();
    }

    @Test
    void each_sees_what_concerns_them_and_nothing_else() {
        Story mine = Story.of("op3");
        Story foreign = Story.of("op4");
        Story.tell(mine.declared("prov3"), mine.created(), mine.staged(1), foreign.created(), foreign.staged(1));
        Topic.tell(new DomainClaimed("three.localhost", "op3", "challenge"));
        awaitEvents(mine.deployment(), 2);
        awaitEvents(foreign.deployment(), 2);
        await().untilAsserted(() ->
                get("op3", "operator", "/events?types=DomainClaimed").then().body("items", hasSize(1)));
        get("op3", "operator", "/events?limit=200").then().body("items", hasSize(3));
        await().untilAsserted(() ->
                get("prov3", "provider", "/events?limit=200").then().body("items.size()", equalTo(3)));
        get("op3", "operator", "/events?deployment=" + foreign.deployment())
                .then()
                .statusCode(404);
        get("op3", "operator", "/deployments/" + foreign.deployment() + "/history")
                .then()
                .statusCode(404);
        get("op3", "operator", "/deployments/" + mine.deployment() + "/history")
                .then()
                .statusCode(200)
                .body("items", hasSize(2));
        long position = get(AUDITOR, "auditor", "/events?deployment=" + foreign.deployment())
                .jsonPath()
                .getLong("items[0].position");
        get("op3", "operator", "/events/" + position).then().statusCode(404);
        get("op3", "operator", "/ledger/entries/" + position + "/leaf").then().statusCode(404);
        get("op4", "operator", "/events/" + position).then().statusCode(200);
    }

    @Test
    void what_other_contexts_told_of_a_deployment_before_is_its_operators_too() {
        Story early = Story.of("op-early");
        Topic.tell(early.staged(1));
        awaitEvents(early.deployment(), 1);
        get("op-early", "operator", "/events").then().body("items", hasSize(0));
        Topic.tell(early.created());
        await().untilAsserted(
                        () -> get("op-early", "operator", "/events").then().body("items", hasSize(2)));
        Topic.tell(early.staged(2));
        await().untilAsserted(
                        () -> get("op-early", "operator", "/events").then().body("items", hasSize(3)));
    }

    @Test
    void pages_follow_one_another_without_gap_or_repeat() {
        String id = "pages-" + UUID.randomUUID();
        IntStream.range(0, 23).forEach(n -> append(event(id, n)));
        List<String> seen = new ArrayList<>();
        String after = "-1";
        while (after != null) {
            Response page = get(AUDITOR, "auditor", "/events?limit=5&deployment=" + id + "&after=" + after);
            seen.addAll(page.jsonPath().getList("items.id", String.class));
            after = page.jsonPath().getString("next");
        }
        assertThat(seen)
                .isEqualTo(IntStream.range(0, 23).mapToObj(n -> id + "#" + n).toList());
    }

    @Test
    void filters_by_type_and_time_take_bare_and_full_names() {
        Story story = Story.of("op5");
        Story.tell(story.created(), story.requested(1), story.succeeded(1));
        awaitEvents(story.deployment(), 3);
        String events = "/events?deployment=" + story.deployment();
        get(AUDITOR, "auditor", events + "&types=DeploymentRequested,org.fediversity.DeploymentSucceeded")
                .then()
                .body("items", hasSize(2));
        get(AUDITOR, "auditor", events + "&from=" + Instant.now().plusSeconds(60))
                .then()
                .body("items", hasSize(0));
        get(AUDITOR, "auditor", events + "&until=" + Instant.now().plusSeconds(60))
                .then()
                .body("items", hasSize(3));
        get(AUDITOR, "auditor", "/events?from=yesterday&limit=many")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors", hasSize(2));
    }

    @Test
    void filters_by_actor_find_what_somebody_did() {
        String id = "actor-" + UUID.randomUUID();
        append(event(id, 0));
        String events = "/events?deployment=" + id + "&actor=";
        get(AUDITOR, "auditor", events + "service:test").then().body("items", hasSize(1));
        get(AUDITOR, "auditor", events + "operator:somebody").then().body("items", hasSize(0));
    }

    @Test
    void a_position_becomes_the_time_that_services_know() {
        Story story = Story.of("op6");
        Story.tell(story.created());
        awaitEvents(story.deployment(), 1);
        var first = get(AUDITOR, "auditor", "/events?deployment=" + story.deployment())
                .then()
                .extract();
        int position = first.path("items[0].position");
        String time = first.path("items[0].time");
        String asked = get("op6", "operator", "/deployments/d/rollouts?x=1&at=" + position)
                .then()
                .statusCode(200)
                .extract()
                .path("uri");
        assertThat(Instant.parse(asked.substring(asked.indexOf("at=") + 3))).isEqualTo(Instant.parse(time));
        get("op6", "operator", "/deployments/d/rollouts?at=99999999").then().statusCode(400);
    }

    /// The clock of the other service is an hour ahead: what it told before counts, what came after does not.
    @Test
    void as_of_a_position_a_thing_is_as_its_own_events_up_to_there_made_it() {
        String id = "op6-" + UUID.randomUUID();
        Instant noon = Instant.parse("2026-01-31T12:00:00Z");
        append(told("deployment", id, 0, noon));
        append(told("config", id, 1, noon.plusSeconds(3600)));
        append(told("deployment", id, 2, noon.plusSeconds(60)));
        awaitEvents(id, 3);
        int first = get(AUDITOR, "auditor", "/events?deployment=" + id)
                .then()
                .extract()
                .path("items[0].position");
        assertThat(asked("/deployments/" + id, first + 1))
                .isEqualTo("at=2026-01-31T12:00:00Z&stagedAt=2026-01-31T13:00:00Z");
        assertThat(asked("/deployments/" + id, first + 2))
                .isEqualTo("at=2026-01-31T12:01:00Z&stagedAt=2026-01-31T13:00:00Z");
        assertThat(asked("/deployments/" + id + "/configuration", first)).isEqualTo("at=2026-01-31T12:00:00Z");
        assertThat(asked("/deployments/" + id + "/configuration", first + 1)).isEqualTo("at=2026-01-31T13:00:00Z");
        assertThat(asked("/deployments/" + id, first - 1))
                .isEqualTo("at=0001-01-01T00:00:00Z&stagedAt=0001-01-01T00:00:00Z");
    }

    private static String asked(String path, int position) {
        return get("op6", "operator", path + "?at=" + position)
                .then()
                .statusCode(200)
                .extract()
                .<String>path("uri")
                .replaceFirst("^[^?]*\\?", "");
    }

    @Test
    void a_question_that_makes_no_sense_is_told_so() {
        get(AUDITOR, "auditor", "/events?limit=201").then().statusCode(400);
        get(AUDITOR, "auditor", "/events?types=ConfigurationStaged,Nope")
                .then()
                .statusCode(400)
                .body("errors[0].message", containsString("Nope"));
        Story story = Story.of("op6");
        Story.tell(story.created());
        awaitEvents(story.deployment(), 1);
        get("op6", "operator", "/events?deployment=" + story.deployment())
                .then()
                .statusCode(200);
        get("op7", "operator", "/events?deployment=" + story.deployment())
                .then()
                .statusCode(404);
    }

    @Test
    void an_export_holds_every_event_on_a_line_of_its_own() {
        String id = "export-" + UUID.randomUUID();
        IntStream.range(0, 1203).forEach(n -> append(event(id, n)));
        String export = given().header("Authorization", "Bearer " + Tokens.of(AUDITOR, "auditor"))
                .accept("application/x-ndjson")
                .get(BASE + "/events?deployment=" + id)
                .asString();
        assertThat(export.lines()).hasSize(1203);
        assertThat(export.lines().map(line -> io.restassured.path.json.JsonPath.from(line)
                        .getInt("data.n")))
                .isEqualTo(IntStream.range(0, 1203).boxed().toList());
    }

    @Test
    void the_ledger_proves_what_the_history_holds() {
        String id = "proof-" + UUID.randomUUID();
        IntStream.range(0, 20).forEach(n -> append(event(id, n)));
        String[] before = checkpoint();
        IntStream.range(20, 33).forEach(n -> append(event(id, n)));
        String[] after = checkpoint();
        long size = Long.parseLong(after[1]);
        Hash root = hash(after[2]);
        for (long position : get(AUDITOR, "auditor", "/events?limit=200&deployment=" + id)
                .jsonPath()
                .getList("items.position", Long.class)) {
            byte[] leaf = get(AUDITOR, "auditor", "/ledger/entries/" + position + "/leaf")
                    .asByteArray();
            assertThat(new String(leaf, StandardCharsets.UTF_8))
                    .isEqualTo(get(AUDITOR, "auditor", "/events/" + position).asString());
            Response proof = get(AUDITOR, "auditor", "/ledger/proofs/inclusion?position=" + position + "&size=" + size);
            assertThat(MerkleProof.includes(position, size, Hash.ofLeaf(leaf), hashes(proof), root))
                    .isTrue();
        }
        long from = Long.parseLong(before[1]);
        Response proof = get(AUDITOR, "auditor", "/ledger/proofs/consistency?from=" + from + "&to=" + size);
        assertThat(MerkleProof.consistent(from, hash(before[2]), size, root, hashes(proof)))
                .isTrue();
        get(AUDITOR, "auditor", "/ledger/proofs/inclusion?position=" + size * 2 + "&size=" + size)
                .then()
                .statusCode(400);
    }

    @Test
    void what_happened_is_known_outside_the_database_within_seconds() throws Exception {
        append(event("copied-" + UUID.randomUUID(), 0));
        long size = size();
        Path copy = Path.of(Tokens.setting("fediversity.data"), "ledger");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> Files.exists(copy.resolve("checkpoint"))
                        && Long.parseLong(Files.readString(copy.resolve("checkpoint"))
                                        .split("\n")[1])
                                >= size);
        String[] note = Files.readString(copy.resolve("checkpoint")).split("\n");
        byte[] leaves = Files.readAllBytes(copy.resolve("leaves"));
        long noted = Long.parseLong(note[1]);
        assertThat(leaves.length).isGreaterThanOrEqualTo((int) noted * 32);
        Frontier frontier = Frontier.EMPTY;
        for (int i = 0; i < noted; i++) {
            frontier = frontier.append(new Hash(java.util.Arrays.copyOfRange(leaves, i * 32, i * 32 + 32)))
                    .frontier();
        }
        assertThat(frontier.root()).isEqualTo(hash(note[2]));
        byte[] leaf = get(AUDITOR, "auditor", "/ledger/entries/" + (size - 1) + "/leaf")
                .asByteArray();
        assertThat(Hash.ofLeaf(leaf).bytes())
                .isEqualTo(java.util.Arrays.copyOfRange(leaves, (int) (size - 1) * 32, (int) size * 32));
        assertThat(Files.readString(copy.resolve("checkpoints"))).startsWith(note[0] + "\n");
    }

    private void append(CloudEvent event) {
        jdbi.useTransaction(db -> history.on(event, db));
    }

    private static CloudEvent event(String deployment, int n) {
        return told("deployment", deployment, n, Instant.now());
    }

    private static CloudEvent told(String context, String deployment, int n, Instant time) {
        return new CloudEvent(
                context,
                deployment + "#" + n,
                "/fediversity/test/" + context,
                "org.fediversity.Test",
                1,
                deployment,
                time,
                Actor.service("test"),
                "c",
                "",
                "",
                n,
                "{\"deployment\":\"" + deployment + "\",\"n\":" + n + "}");
    }

    private long size() {
        return jdbi.withHandle(db -> db.createQuery("select size from history_head")
                .mapTo(Long.class)
                .one());
    }

    private static String[] checkpoint() {
        return get(AUDITOR, "auditor", "/ledger/checkpoint").asString().split("\n");
    }

    private static List<Hash> hashes(Response proof) {
        return proof.jsonPath().getList("hashes", String.class).stream()
                .map(HistoryTest::hash)
                .toList();
    }

    private static Hash hash(String base64) {
        return new Hash(Base64.getDecoder().decode(base64));
    }
}
