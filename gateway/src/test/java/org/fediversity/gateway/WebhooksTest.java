package org.fediversity.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.fediversity.contracts.ConfigEvent.OperatorErased;
import org.fediversity.gateway.Receiver.Letter;
import org.fediversity.gateway.view.webhook.Deliveries;
import org.fediversity.gateway.view.webhook.Deliveries.Attempt;
import org.fediversity.gateway.view.webhook.Deliveries.Claimed;
import org.fediversity.gateway.view.webhook.Deliveries.Made;
import org.fediversity.gateway.view.webhook.Deliveries.Verdict;
import org.fediversity.runtime.Json;
import org.fediversity.testing.Servers;
import org.fediversity.testing.Topic;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
@QuarkusTestResource(Surroundings.class)
class WebhooksTest {
    private static final String BASE = "/api/v1";

    @Inject
    Jdbi jdbi;

    @Inject
    Deliveries deliveries;

    private final String operator = "op" + UUID.randomUUID().toString().replace("-", "");
    private final Story story = Story.of(operator);
    private final List<Receiver> receivers = new ArrayList<>();
    private final List<Hook> hooks = new ArrayList<>();

    @AfterEach
    void tidy() {
        hooks.forEach(hook -> as(hook.owner(), hook.role()).delete(BASE + "/webhooks/" + hook.id()));
        receivers.forEach(Receiver::close);
    }

    private record Hook(String owner, String role, String id, String secret, String publicKey) {}

    private static RequestSpecification as(String subject, String role) {
        return given().header("Authorization", "Bearer " + Tokens.of(subject, role));
    }

    private RequestSpecification me() {
        return as(operator, "operator");
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50));
    }

    private Receiver open(Receiver receiver) {
        receivers.add(receiver);
        return receiver;
    }

    private Hook subscribe(Receiver receiver) {
        return subscribe(operator, "operator", Map.of("url", receiver.url()));
    }

    private Hook subscribe(String owner, String role, Map<String, Object> wanted) {
        Response answer = as(owner, role)
                .contentType(ContentType.JSON)
                .body(Json.write(wanted))
                .post(BASE + "/webhooks");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(201);
        assertThat(answer.header("Location")).endsWith(answer.path("id"));
        assertThat(answer.<String>path("secret")).startsWith("whsec_");
        Hook hook = new Hook(owner, role, answer.path("id"), answer.path("secret"), answer.path("publicKey"));
        hooks.add(hook);
        return hook;
    }

    private static List<Object> steps(List<Letter> letters) {
        return letters.stream()
                .map(letter -> JsonPath.from(letter.body()).get("data.data.component"))
                .toList();
    }

    /// As a receiver has to read them: an id that was seen before is nothing new.
    private static List<Letter> once(List<Letter> letters) {
        Map<String, Letter> first = new LinkedHashMap<>();
        letters.forEach(letter -> first.putIfAbsent(letter.id(), letter));
        return List.copyOf(first.values());
    }

    private static List<Letter> later(Receiver receiver, int seen) {
        return receiver.letters().stream().skip(seen).toList();
    }

    private Response deliveries(Hook hook) {
        return as(hook.owner(), hook.role()).get(BASE + "/webhooks/" + hook.id() + "/deliveries?limit=200");
    }

    private Response post(Hook hook, String path, Map<String, ?> body) {
        return as(hook.owner(), hook.role())
                .contentType(ContentType.JSON)
                .body(Json.write(body))
                .post(BASE + "/webhooks/" + hook.id() + path);
    }

    private Response patch(Hook hook, Map<String, ?> body) {
        return as(hook.owner(), hook.role())
                .contentType("application/merge-patch+json")
                .body(Json.write(body))
                .patch(BASE + "/webhooks/" + hook.id());
    }

    private void awaitInHistory(Story told, int count) {
        soon().untilAsserted(() -> as("aud-1", "auditor")
                .get(BASE + "/events?limit=200&deployment=" + told.deployment())
                .then()
                .body("items", hasSize(count)));
    }

    @Test
    void what_happens_is_delivered_signed_and_to_the_letter_as_in_the_history() throws Exception {
        Receiver receiver = open(Receiver.polite());
        Hook hook = subscribe(receiver);
        Story.tell(story.created(), story.staged(1));
        soon().untilAsserted(() -> assertThat(once(receiver.letters())).hasSize(2));

        Letter letter = receiver.letters().getFirst();
        JsonPath body = JsonPath.from(letter.body());
        assertThat(body.getString("type")).isEqualTo("org.fediversity.DeploymentCreated");
        assertThat(body.getString("timestamp")).isEqualTo(body.getString("data.time"));
        long position = body.getLong("data.position");
        String entry = me().get(BASE + "/events/" + position).asString();
        assertThat(letter.body()).endsWith(",\"data\":" + entry + "}");
        assertThat(letter.id()).isEqualTo(body.getString("data.id"));
        assertThat(Instant.ofEpochSecond(Long.parseLong(letter.timestamp())))
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));

        assertThat(letter.isSignedWith(hook.secret())).isTrue();
        byte[] raw = Base64.getDecoder().decode(hook.publicKey().substring("whpk_".length()));
        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(HexFormat.of()
                        .parseHex("302a300506032b6570032100" + HexFormat.of().formatHex(raw)))));
        check.update((letter.id() + "." + letter.timestamp() + "." + letter.body()).getBytes(StandardCharsets.UTF_8));
        String v1a = Arrays.stream(letter.signature().split(" "))
                .filter(part -> part.startsWith("v1a,"))
                .findFirst()
                .orElseThrow();
        assertThat(check.verify(Base64.getDecoder().decode(v1a.substring(4)))).isTrue();

        soon().untilAsserted(
                        () -> deliveries(hook).then().body("items.status", equalTo(List.of("delivered", "delivered"))));
        deliveries(hook)
                .then()
                .body("items[1].position", equalTo((int) position))
                .body("items[1].webhookId", equalTo(letter.id()))
                .body("items[1].kind", equalTo("event"))
                .body("items[1].attempts[0].status", equalTo(200))
                .body("items[1].attempts[0].responseHead", equalTo("status 200"))
                .body("items[1].attempts[0].durationMillis", org.hamcrest.Matchers.greaterThanOrEqualTo(0));
    }

    @Test
    void each_gets_what_they_may_see_and_asked_for() {
        Story other = new Story(operator + "-" + UUID.randomUUID(), operator, story.environment());
        Story foreign = Story.of("stranger" + UUID.randomUUID());
        String provider = "prov" + UUID.randomUUID();
        Story.tell(story.declared(provider), story.created(), other.created(), foreign.created());
        awaitInHistory(story, 1);
        awaitInHistory(other, 1);
        Receiver everything = open(Receiver.polite());
        Receiver oneDeployment = open(Receiver.polite());
        Receiver oneType = open(Receiver.polite());
        Receiver provided = open(Receiver.polite());
        subscribe(everything);
        subscribe(operator, "operator", Map.of("url", oneDeployment.url(), "deployments", List.of(other.deployment())));
        subscribe(
                operator,
                "operator",
                Map.of(
                        "url",
                        oneType.url(),
                        "types",
                        List.of("DeploymentSucceeded", "org.fediversity.ConfigurationStaged")));
        subscribe(provider, "provider", Map.of("url", provided.url(), "types", List.of("RolloutStepStarted")));
        Story.tell(
                foreign.step(1, "foreign"),
                story.step(1, "mine"),
                other.step(1, "other"),
                story.succeeded(1),
                other.staged(1));
        // The operator hears of their own webhooks, too.
        soon().untilAsserted(() -> assertThat(everything.letters().stream()
                        .filter(letter -> !letter.body().contains("org.fediversity.Webhook")))
                .hasSize(4));
        soon().untilAsserted(() -> assertThat(once(oneDeployment.letters())).hasSize(2));
        soon().untilAsserted(() -> assertThat(once(oneType.letters())).hasSize(2));
        soon().untilAsserted(() -> assertThat(once(provided.letters())).hasSize(2));
        assertThat(everything.letters()).noneMatch(letter -> letter.body().contains(foreign.deployment()));
        assertThat(oneDeployment.letters()).allMatch(letter -> letter.body().contains(other.deployment()));
        assertThat(oneType.letters()).noneMatch(letter -> letter.body().contains("RolloutStepStarted"));
        assertThat(provided.letters()).noneMatch(letter -> letter.body().contains(foreign.deployment()));
    }

    @Test
    void a_subscription_from_a_position_delivers_the_history_first() {
        Story.tell(story.created(), story.step(1, "a"), story.step(1, "b"));
        awaitInHistory(story, 3);
        long second = me().get(BASE + "/events?deployment=" + story.deployment())
                .jsonPath()
                .getLong("items[1].position");
        Receiver receiver = open(Receiver.polite());
        subscribe(
                operator,
                "operator",
                Map.of("url", receiver.url(), "from", second, "types", List.of("RolloutStepStarted")));
        Story.tell(story.step(1, "c"));
        soon().untilAsserted(() -> assertThat(steps(receiver.letters())).isEqualTo(List.of("a", "b", "c")));
    }

    @Test
    void a_receiver_that_fails_now_and_then_gets_everything_in_order_of_each_deployment() {
        Random random = new Random(7);
        Receiver receiver = open(Receiver.with((exchange, letter, number) -> {
            boolean fails;
            synchronized (random) {
                fails = random.nextInt(3) == 0;
            }
            Receiver.status(exchange, fails ? 500 : 200);
        }));
        subscribe(operator, "operator", Map.of("url", receiver.url(), "types", List.of("RolloutStepStarted")));
        List<Story> stories = IntStream.range(0, 3)
                .mapToObj(i -> new Story(operator + "-" + UUID.randomUUID(), operator, story.environment()))
                .toList();
        stories.forEach(told -> Story.tell(told.created()));
        int each = 12;
        IntStream.range(0, each).forEach(n -> stories.forEach(told -> Story.tell(told.step(1, "s" + n))));
        List<Object> expected =
                IntStream.range(0, each).<Object>mapToObj(n -> "s" + n).toList();
        soon().untilAsserted(() -> {
            Map<String, LinkedHashSet<Object>> heard = new HashMap<>();
            for (Letter letter : receiver.letters()) {
                JsonPath body = JsonPath.from(letter.body());
                heard.computeIfAbsent(body.getString("data.subject"), id -> new LinkedHashSet<>())
                        .add(body.get("data.data.component"));
            }
            assertThat(heard).hasSize(3);
            assertThat(heard.values())
                    .allSatisfy(order -> assertThat(new ArrayList<>(order)).isEqualTo(expected));
        });
        assertThat(receiver.letters().size()).isGreaterThan(3 * each);
    }

    @Test
    void receivers_that_hang_drip_redirect_fail_or_vanish_cost_the_others_nothing() throws IOException {
        Receiver good = open(Receiver.polite());
        Receiver elsewhere = open(Receiver.polite());
        String nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = "http://127.0.0.1:" + socket.getLocalPort() + "/";
        }
        List<Receiver> bad = List.of(
                open(Receiver.hanging()),
                open(Receiver.dripping()),
                open(Receiver.redirectingTo(elsewhere.url())),
                open(Receiver.answering(500)));
        List<String> types = List.of("RolloutStepStarted");
        Hook well = subscribe(operator, "operator", Map.of("url", good.url(), "types", types));
        List<Hook> unwell = new ArrayList<>();
        for (Receiver receiver : bad) {
            unwell.add(subscribe(operator, "operator", Map.of("url", receiver.url(), "types", types)));
        }
        unwell.add(subscribe(operator, "operator", Map.of("url", nobody, "types", types)));
        Story.tell(story.created());
        int events = 30;
        IntStream.range(0, events).forEach(n -> Story.tell(story.step(1, "s" + n)));
        Instant told = Instant.now();
        soon().untilAsserted(() -> assertThat(once(good.letters())).hasSize(events));
        assertThat(Duration.between(told, good.letters().getLast().at())).isLessThan(Duration.ofSeconds(3));
        assertThat(steps(once(good.letters())))
                .isEqualTo(IntStream.range(0, events).mapToObj(n -> "s" + n).toList());
        soon().untilAsserted(() -> deliveries(well).then().body("items.status", not(hasItem("pending"))));

        List<String> outcomes = List.of(
                "no complete answer within 4 s", "no complete answer within 4 s", "answered 302", "answered 500", "");
        for (int i = 0; i < unwell.size(); i++) {
            Hook hook = unwell.get(i);
            String outcome = outcomes.get(i);
            soon().untilAsserted(() ->
                    deliveries(hook).then().body("items.attempts.flatten().outcome", hasItem(containsString(outcome))));
            deliveries(hook).then().body("items.status", not(hasItem("delivered")));
        }
        assertThat(elsewhere.letters()).isEmpty();
    }

    @Test
    void after_ten_attempts_a_delivery_is_given_up_and_the_next_one_has_its_turn() {
        Receiver receiver = open(Receiver.with((exchange, letter, number) ->
                Receiver.status(exchange, letter.body().contains("\"bad\"") ? 500 : 200)));
        Hook hook =
                subscribe(operator, "operator", Map.of("url", receiver.url(), "types", List.of("RolloutStepStarted")));
        Story.tell(story.created(), story.step(1, "bad"), story.step(1, "good"));
        soon().untilAsserted(
                        () -> deliveries(hook).then().body("items.status", equalTo(List.of("delivered", "failed"))));
        deliveries(hook).then().body("items[1].attempts", hasSize(10));
        assertThat(receiver.letters().stream().map(Letter::id).distinct()).hasSize(2);
        assertThat(receiver.letters().stream().limit(10).map(Letter::body).distinct())
                .hasSize(1);
    }

    @Test
    void a_receiver_that_asks_for_time_gets_it() {
        Receiver receiver = open(Receiver.with((exchange, letter, number) -> {
            if (number == 1) {
                exchange.getResponseHeaders().add("Retry-After", "2");
            }
            Receiver.status(exchange, number == 1 ? 503 : 200);
        }));
        subscribe(operator, "operator", Map.of("url", receiver.url(), "types", List.of("DeploymentCreated")));
        Story.tell(story.created());
        soon().untilAsserted(() -> assertThat(receiver.letters()).hasSize(2));
        assertThat(Duration.between(
                        receiver.letters().get(0).at(),
                        receiver.letters().get(1).at()))
                .isBetween(Duration.ofMillis(1900), Duration.ofSeconds(5));
    }

    @Test
    void a_receiver_that_is_gone_is_left_alone_and_its_owner_hears_of_it_elsewhere() {
        AtomicInteger status = new AtomicInteger(410);
        Receiver gone = open(Receiver.with((exchange, letter, number) -> Receiver.status(exchange, status.get())));
        Receiver other = open(Receiver.polite());
        subscribe(operator, "operator", Map.of("url", other.url(), "types", List.of("WebhookDisabled")));
        Hook hook = subscribe(operator, "operator", Map.of("url", gone.url(), "types", List.of("RolloutStepStarted")));
        Story.tell(story.created(), story.step(1, "a"), story.step(1, "b"), story.step(1, "c"));
        soon().untilAsserted(() -> me().get(BASE + "/webhooks/" + hook.id())
                .then()
                .body("status", equalTo("disabled"))
                .body("reason", containsString("410")));
        soon().untilAsserted(() -> assertThat(once(other.letters())).hasSize(1));
        assertThat(other.letters().getFirst().body()).contains(hook.id()).contains("410");
        post(hook, "/test", Map.of())
                .then()
                .statusCode(409)
                .body("type", equalTo("https://fediversity.org/problems/webhook-disabled"));
        post(hook, "/replays", Map.of("from", 0, "to", 0)).then().statusCode(409);

        // What waited is delivered once the owner says that the receiver is back.
        status.set(200);
        int before = gone.letters().size();
        patch(hook, Map.of("enabled", true)).then().statusCode(200).body("status", equalTo("active"));
        soon().untilAsserted(() ->
                deliveries(hook).then().body("items.status", equalTo(List.of("delivered", "delivered", "delivered"))));
        assertThat(steps(gone.letters().subList(before, gone.letters().size()))).isEqualTo(List.of("a", "b", "c"));
    }

    @Test
    void a_receiver_that_was_dead_for_five_days_is_disabled() {
        Receiver receiver = open(Receiver.answering(500));
        Hook hook =
                subscribe(operator, "operator", Map.of("url", receiver.url(), "types", List.of("RolloutStepStarted")));
        Story.tell(story.created(), story.step(1, "a"));
        soon().untilAsserted(() -> assertThat(receiver.letters()).isNotEmpty());
        soon().untilAsserted(() -> me().get(BASE + "/webhooks/" + hook.id())
                .then()
                .body("status", equalTo("active"))
                .body("failingSince", startsWith("20")));
        jdbi.useHandle(db -> db.execute(
                "update webhook_progress set failing_since = now() - interval '5 days 1 minute' where webhook = ?",
                hook.id()));
        Story.tell(story.step(1, "b"));
        soon().untilAsserted(() -> me().get(BASE + "/webhooks/" + hook.id())
                .then()
                .body("status", equalTo("disabled"))
                .body("reason", containsString("nothing got through since")));
    }

    /// As if the gateway had been killed after the receiver took the delivery and before that was recorded: no record,
    /// a lease that runs out.
    @Test
    void who_dies_between_sending_and_recording_sends_again_with_the_same_id() {
        Receiver receiver = open(Receiver.polite());
        Hook hook =
                subscribe(operator, "operator", Map.of("url", receiver.url(), "types", List.of("RolloutStepStarted")));
        jdbi.useHandle(db -> db.createScript("""
                        create function die() returns trigger language plpgsql as $$
                        begin
                            if new.number = 1 and exists (select 1 from delivery d where d.id = new.delivery and d.webhook = '%s')
                            then raise exception 'killed'; end if;
                            return new;
                        end $$;
                        create trigger die before insert on delivery_attempt for each row execute function die();
                        """.formatted(hook.id())).executeAsSeparateStatements());
        try {
            Story.tell(story.created(), story.step(1, "a"), story.step(1, "b"));
            soon().untilAsserted(() -> assertThat(receiver.letters()).hasSize(1));
            soon().untilAsserted(() -> {
                jdbi.useHandle(db -> db.execute(
                        "update delivery set lease_until = now() - interval '1 second'"
                                + " where webhook = ? and status = 'pending' and lease_until is not null",
                        hook.id()));
                assertThat(steps(receiver.letters())).endsWith("b", "b");
            });
        } finally {
            jdbi.useHandle(db -> db.execute("drop function die cascade"));
        }
        assertThat(steps(receiver.letters())).startsWith("a", "a");
        List<Letter> first = receiver.letters().stream()
                .filter(letter -> letter.body().contains("\"a\""))
                .toList();
        assertThat(first.stream().map(Letter::id).distinct()).hasSize(1);
        assertThat(first.stream().map(Letter::body).distinct()).hasSize(1);
    }

    /// The other gateway is played here: it claims what it can get, and takes its time.
    @Test
    void two_gateways_share_the_work_without_reordering_a_deployment() throws Exception {
        Map<String, List<Long>> delivered = new ConcurrentHashMap<>();
        Receiver receiver = open(Receiver.with((exchange, letter, number) -> {
            note(delivered, letter.body());
            Receiver.status(exchange, 200);
        }));
        Hook hook =
                subscribe(operator, "operator", Map.of("url", receiver.url(), "types", List.of("RolloutStepStarted")));
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger taken = new AtomicInteger();
        Thread other = Thread.ofVirtual().start(() -> {
            while (!over.get()) {
                for (Claimed claimed : deliveries.claim(Map.of(hook.id(), 2))) {
                    taken.incrementAndGet();
                    note(delivered, claimed.body());
                    LockSupport.parkNanos(5_000_000);
                    deliveries.record(List.of(new Made(
                            claimed,
                            new Attempt(
                                    claimed.attempt(), Instant.now(), Duration.ZERO, Optional.of(200), "delivered", ""),
                            new Verdict.Delivered())));
                }
            }
        });
        try {
            List<Story> stories = IntStream.range(0, 4)
                    .mapToObj(i -> new Story(operator + "-" + UUID.randomUUID(), operator, story.environment()))
                    .toList();
            stories.forEach(told -> Story.tell(told.created()));
            IntStream.range(0, 15).forEach(n -> stories.forEach(told -> Story.tell(told.step(1, "s" + n))));
            soon().untilAsserted(() -> assertThat(
                            delivered.values().stream().mapToInt(List::size).sum())
                    .isEqualTo(60));
        } finally {
            over.set(true);
            other.join();
        }
        assertThat(delivered.values())
                .hasSize(4)
                .allSatisfy(positions -> assertThat(positions).isSorted().doesNotHaveDuplicates());
        assertThat(taken.get()).as("of the other gateway").isBetween(1, 59);
    }

    private static void note(Map<String, List<Long>> delivered, String body) {
        JsonPath letter = JsonPath.from(body);
        delivered
                .computeIfAbsent(letter.getString("data.subject"), id -> new CopyOnWriteArrayList<>())
                .add(letter.getLong("data.position"));
    }

    @Test
    void after_a_rotation_both_secrets_fit_for_a_while() {
        Receiver receiver = open(Receiver.polite());
        Hook hook = subscribe(receiver);
        Response rotated = post(hook, "/secret-rotations", Map.of());
        rotated.then().statusCode(201).body("olderSignUntil", startsWith("20"));
        String fresh = rotated.path("secret");
        assertThat(fresh).isNotEqualTo(hook.secret()).startsWith("whsec_");
        Letter both = testLetter(hook, receiver);
        assertThat(both.isSignedWith(hook.secret())).isTrue();
        assertThat(both.isSignedWith(fresh)).isTrue();

        String own = "whsec_" + Base64.getEncoder().encodeToString(new byte[24]);
        post(hook, "/secret-rotations", Map.of("secret", own, "overlapSeconds", 0))
                .then()
                .statusCode(201)
                .body("secret", equalTo(own));
        Letter one = testLetter(hook, receiver);
        assertThat(one.isSignedWith(own)).isTrue();
        assertThat(one.isSignedWith(fresh)).isFalse();
        assertThat(one.isSignedWith(hook.secret()))
                .as("its own overlap is not over")
                .isTrue();
        post(hook, "/secret-rotations", Map.of("secret", "whsec_short"))
                .then()
                .statusCode(422)
                .body("errors.pointer", equalTo(List.of("/secret")));
    }

    private Letter testLetter(Hook hook, Receiver receiver) {
        Response test = post(hook, "/test", Map.of());
        test.then().statusCode(202);
        String location = test.header("Location");
        soon().untilAsserted(() -> as(hook.owner(), hook.role())
                .get(location)
                .then()
                .statusCode(200)
                .body("kind", equalTo("test"))
                .body("status", equalTo("delivered")));
        String message = as(hook.owner(), hook.role()).get(location).path("webhookId");
        Letter letter = receiver.letters().stream()
                .filter(candidate -> candidate.id().equals(message))
                .findFirst()
                .orElseThrow();
        assertThat(JsonPath.from(letter.body()).getString("type")).isEqualTo("org.fediversity.WebhookTest");
        return letter;
    }

    @Test
    void a_redelivery_and_a_replay_are_the_same_byte_for_byte() {
        Receiver receiver = open(Receiver.polite());
        Hook hook =
                subscribe(operator, "operator", Map.of("url", receiver.url(), "types", List.of("RolloutStepStarted")));
        Story.tell(story.created(), story.step(1, "a"), story.step(1, "b"), story.step(1, "c"));
        soon().untilAsserted(() -> assertThat(once(receiver.letters())).hasSize(3));
        soon().untilAsserted(() -> deliveries(hook).then().body("items.status", not(hasItem("pending"))));
        List<Letter> first = once(receiver.letters());
        String delivery = deliveries(hook).path("items[2].id");

        int before = receiver.letters().size();
        Response again = post(hook, "/deliveries/" + delivery + "/redeliver", Map.of());
        again.then().statusCode(202).header("Location", containsString("/deliveries/" + again.path("id")));
        soon().untilAsserted(() -> assertThat(once(later(receiver, before))).hasSize(1));
        assertThat(later(receiver, before))
                .allMatch(letter -> letter.id().equals(first.getFirst().id())
                        && letter.body().equals(first.getFirst().body()));
        soon().untilAsserted(() -> deliveries(hook).then().body("items.status", not(hasItem("pending"))));

        int redelivered = receiver.letters().size();
        long from = JsonPath.from(first.get(1).body()).getLong("data.position");
        long to = JsonPath.from(first.get(2).body()).getLong("data.position");
        post(hook, "/replays", Map.of("from", from, "to", to)).then().statusCode(202);
        soon().untilAsserted(
                        () -> assertThat(once(later(receiver, redelivered))).hasSize(2));
        List<Letter> replayed = once(later(receiver, redelivered));
        assertThat(replayed.stream().map(Letter::body))
                .isEqualTo(first.subList(1, 3).stream().map(Letter::body).toList());
        assertThat(replayed.stream().map(Letter::id))
                .isEqualTo(first.subList(1, 3).stream().map(Letter::id).toList());
        assertThat(receiver.letters()).allMatch(letter -> letter.isSignedWith(hook.secret()));
        deliveries(hook).then().body("items.kind", hasItems("event", "redelivery", "replay"));

        post(hook, "/replays", Map.of("from", to, "to", from)).then().statusCode(422);
        post(hook, "/replays", Map.of("from", 0, "to", Integer.MAX_VALUE))
                .then()
                .statusCode(422)
                .body("errors.pointer", equalTo(List.of("/to")));
        post(hook, "/deliveries/0/redeliver", Map.of()).then().statusCode(404);
    }

    @Test
    void targets_that_are_not_public_are_refused_when_they_are_registered() {
        for (String url : List.of(
                "http://169.254.169.254/latest/meta-data/",
                "http://[::ffff:169.254.169.254]/",
                "http://10.0.0.1/",
                "https://192.168.1.1/",
                "http://[::1]/",
                "http://[fd00::1]/",
                "http://2130706433/",
                "http://0x7f.1/",
                "http://017700000001/",
                "http://127.1/",
                "https://user@127.0.0.1/",
                "https://example.com@127.0.0.1/",
                "https://8.8.8.8:6379/",
                "gopher://8.8.8.8/",
                "file:///etc/passwd",
                "jar:https://8.8.8.8/a!/",
                "https://nowhere.invalid/",
                "https://8.8.8.8/\r\nX-Evil: 1",
                "")) {
            me().contentType(ContentType.JSON)
                    .body(Json.write(Map.of("url", url)))
                    .post(BASE + "/webhooks")
                    .then()
                    .statusCode(422)
                    .contentType("application/problem+json")
                    .body("errors.pointer", equalTo(List.of("/url")));
        }
        me().get(BASE + "/webhooks").then().body("items", hasSize(0));
    }

    @Test
    void everything_that_is_wrong_with_a_subscription_is_told_at_once() {
        Story foreign = Story.of("stranger" + UUID.randomUUID());
        Story.tell(foreign.created());
        awaitInHistory(foreign, 1);
        me().contentType(ContentType.JSON)
                .body(Json.write(Map.of(
                        "url",
                        7,
                        "types",
                        List.of("DeploymentCreated", "NoSuchThing"),
                        "deployments",
                        List.of(foreign.deployment()),
                        "from",
                        -1,
                        "secret",
                        "whsec_%",
                        "colour",
                        "blue")))
                .post(BASE + "/webhooks")
                .then()
                .statusCode(422)
                .body(
                        "errors.pointer",
                        org.hamcrest.Matchers.containsInAnyOrder(
                                "/url", "/types/1", "/deployments/0", "/from", "/secret", "/colour"));
        for (String malformed : List.of("{", "[]", "\"url\"", "{\"url\":\"https://8.8.8.8/\"} {}")) {
            me().contentType(ContentType.JSON)
                    .body(malformed)
                    .post(BASE + "/webhooks")
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json");
        }
        me().contentType("text/plain").body("x").post(BASE + "/webhooks").then().statusCode(415);
    }

    @Test
    void a_receiver_is_asked_first_if_that_is_wanted() {
        Receiver rude = open(Receiver.polite());
        Receiver kind = open(Receiver.with((exchange, letter, number) -> {
            exchange.getResponseHeaders().add("WebHook-Allowed-Origin", "local");
            Receiver.status(exchange, 200);
        }));
        me().contentType(ContentType.JSON)
                .body(Json.write(Map.of("url", rude.url(), "handshake", true)))
                .post(BASE + "/webhooks")
                .then()
                .statusCode(422)
                .body("errors.pointer", equalTo(List.of("/url")));
        subscribe(operator, "operator", Map.of("url", kind.url(), "handshake", true));
    }

    @Test
    void a_webhook_is_nobody_elses() {
        Receiver receiver = open(Receiver.polite());
        Hook hook = subscribe(receiver);
        testLetter(hook, receiver);
        String delivery = deliveries(hook).path("items[0].id");
        RequestSpecification stranger = as("stranger", "operator");
        for (String path : List.of("", "/deliveries", "/deliveries/" + delivery)) {
            stranger.get(BASE + "/webhooks/" + hook.id() + path).then().statusCode(404);
        }
        Hook stolen = new Hook("stranger", "operator", hook.id(), "", "");
        for (String path : List.of("/test", "/secret-rotations", "/deliveries/" + delivery + "/redeliver")) {
            post(stolen, path, Map.of()).then().statusCode(404);
        }
        post(stolen, "/replays", Map.of("from", 0, "to", 0)).then().statusCode(404);
        patch(stolen, Map.of("enabled", false)).then().statusCode(404);
        stranger.delete(BASE + "/webhooks/" + hook.id()).then().statusCode(404);
        stranger.get(BASE + "/webhooks").then().body("items.id", not(hasItem(hook.id())));
        me().get(BASE + "/webhooks").then().body("items.id", equalTo(List.of(hook.id())));
    }

    @Test
    void a_webhook_can_be_changed_by_whoever_read_it_last() {
        Receiver old = open(Receiver.polite());
        Receiver young = open(Receiver.polite());
        Hook hook = subscribe(old);
        Response read = me().get(BASE + "/webhooks/" + hook.id());
        read.then()
                .statusCode(200)
                .body("url", equalTo(old.url()))
                .body("", not(org.hamcrest.Matchers.hasKey("secret")));
        String tag = read.header("ETag");
        me().header("If-None-Match", tag)
                .get(BASE + "/webhooks/" + hook.id())
                .then()
                .statusCode(304);
        patch(hook, Map.of("url", young.url(), "types", List.of("DeploymentCreated")))
                .then()
                .statusCode(200)
                .header("ETag", not(equalTo(tag)))
                .body("url", equalTo(young.url()))
                .body("types", equalTo(List.of("org.fediversity.DeploymentCreated")));
        me().header("If-Match", tag)
                .contentType("application/merge-patch+json")
                .body("{\"types\":null}")
                .patch(BASE + "/webhooks/" + hook.id())
                .then()
                .statusCode(412);
        Story.tell(story.created());
        soon().untilAsserted(() -> assertThat(young.letters()).hasSize(1));
        assertThat(old.letters()).noneMatch(letter -> letter.body().contains("DeploymentCreated"));
        patch(hook, Map.of("enabled", false))
                .then()
                .body("status", equalTo("disabled"))
                .body("reason", equalTo("its owner disabled it"));
        patch(hook, Map.of("url", "http://10.0.0.1/")).then().statusCode(422);
    }

    @Test
    void a_webhook_that_is_deleted_leaves_nothing_behind() {
        Receiver receiver = open(Receiver.polite());
        Hook hook = subscribe(receiver);
        testLetter(hook, receiver);
        me().delete(BASE + "/webhooks/" + hook.id()).then().statusCode(204);
        me().get(BASE + "/webhooks/" + hook.id()).then().statusCode(404);
        soon().untilAsserted(() -> assertThat(count("select count(*) from delivery where webhook = ?", hook.id())
                        + count("select count(*) from vault where owner = ?", hook.id()))
                .isZero());
        int before = receiver.letters().size();
        Story.tell(story.created());
        awaitInHistory(story, 1);
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(5))
                .until(() -> receiver.letters().size() == before);
    }

    @Test
    void who_is_erased_gets_no_more_deliveries() {
        Hook hook = subscribe(open(Receiver.polite()));
        Topic.tell(new OperatorErased(operator, "receipt"));
        soon().untilAsserted(
                        () -> me().get(BASE + "/webhooks/" + hook.id()).then().statusCode(404));
    }

    @Test
    void neither_secrets_nor_addresses_get_into_events() {
        Hook hook = subscribe(open(Receiver.polite()));
        String second = post(hook, "/secret-rotations", Map.of()).path("secret");
        soon().untilAsserted(() -> me().get(BASE + "/events?types=WebhookRegistered,WebhookSecretRotated")
                .then()
                .body("items", hasSize(2)));
        for (String secret : List.of(hook.secret(), second, "hidden-in-the-url")) {
            String bare = secret.replace("whsec_", "");
            assertThat(count("select count(*) from history where position(? in entry) > 0", bare))
                    .isZero();
            assertThat(Topic.of("gateway").read())
                    .noneMatch(message -> message.data().contains(bare));
        }
    }

    @Test
    void a_repeated_request_makes_one_webhook_and_shows_its_secret_again() {
        Receiver receiver = open(Receiver.polite());
        String key = UUID.randomUUID().toString();
        List<String> answers = IntStream.range(0, 2)
                .mapToObj(i -> me().header("Idempotency-Key", key)
                        .contentType(ContentType.JSON)
                        .body(Json.write(Map.of("url", receiver.url())))
                        .post(BASE + "/webhooks")
                        .asString())
                .toList();
        assertThat(answers.get(0)).contains("whsec_").isEqualTo(answers.get(1));
        me().get(BASE + "/webhooks").then().body("items", hasSize(1));
    }

    private long count(String sql, String parameter) {
        return jdbi.withHandle(
                db -> db.createQuery(sql).bind(0, parameter).mapTo(Long.class).one());
    }
}
