package org.fediversity.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fediversity.testing.Servers;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
@QuarkusTestResource(Surroundings.class)
class DoorTest {
    private static final String BASE = "/api/v1";

    private static RequestSpecification as(String subject, String... roles) {
        return given().header("Authorization", "Bearer " + Tokens.of(subject, roles));
    }

    @Test
    void without_a_token_nobody_gets_in_and_the_answer_says_how() {
        given().get(BASE + "/deployments")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", startsWith("Bearer"))
                .contentType("application/problem+json")
                .body("type", equalTo("https://fediversity.org/problems/unauthenticated"))
                .body("status", equalTo(401))
                .body("traceId", matchesPattern("[0-9a-f]{32}"));
    }

    @Test
    void an_expired_token_is_refused() {
        given().header("Authorization", "Bearer " + Tokens.expired("op-1", "operator"))
                .get(BASE + "/deployments")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString("invalid_token"))
                .contentType("application/problem+json");
    }

    @Test
    void a_token_that_is_none_is_refused() {
        given().header("Authorization", "Bearer nonsense")
                .get(BASE + "/events")
                .then()
                .statusCode(401)
                .contentType("application/problem+json");
    }

    @Test
    void a_role_that_does_not_fit_is_told_which_would() {
        as("aud-1", "auditor")
                .body("{}")
                .contentType(ContentType.JSON)
                .post(BASE + "/deployments")
                .then()
                .statusCode(403)
                .body("detail", containsString("operator"));
        as("op-1", "operator").get(BASE + "/environments/alpha/capacity").then().statusCode(403);
    }

    @Test
    void an_unknown_path_is_404_and_a_wrong_method_405_with_the_right_ones() {
        as("op-1", "operator")
                .get(BASE + "/nothing")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("detail", containsString("/nothing"));
        as("op-1", "operator")
                .put(BASE + "/deployments")
                .then()
                .statusCode(405)
                .header("Allow", containsString("POST"))
                .contentType("application/problem+json");
        as("op-1", "operator").get("/internal/deployments/1").then().statusCode(404);
        given().urlEncodingEnabled(false)
                .get("/q/..%2Fapi/v1/deployments")
                .then()
                .statusCode(404);
        given().urlEncodingEnabled(false)
                .get("/q/%2e%2e/api/v1/deployments")
                .then()
                .statusCode(401)
                .contentType("application/problem+json");
    }

    @Test
    void what_is_too_long_is_a_problem_too() throws Exception {
        assertThat(raw("/deployments/" + "x".repeat(5_000), "")).contains(" 414 ", "application/problem+json");
        assertThat(raw("/deployments", "X-Large: " + "x".repeat(20_000) + "\r\n"))
                .contains(" 431 ", "application/problem+json");
    }

    private static String raw(String path, String header) throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream()
                    .write(("GET " + BASE + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                                    + "Authorization: Bearer " + Tokens.of("op1", "operator") + "\r\n" + header
                                    + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_request_reaches_its_service_with_token_trace_and_query() {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        as("op-1", "operator")
                .header("traceparent", "00-" + trace + "-b7ad6b7169203331-01")
                .header("If-Match", "\"7\"")
                .get(BASE + "/deployments/op-1/rollouts?limit=3")
                .then()
                .statusCode(200)
                .header("traceparent", containsString(trace))
                .header("X-Content-Type-Options", "nosniff")
                .header("RateLimit-Remaining", notNullValue())
                .body("uri", equalTo(BASE + "/deployments/op-1/rollouts?limit=3"))
                .body("headers.traceparent", startsWith("00-" + trace + "-"))
                .body("headers.traceparent", not(containsString("b7ad6b7169203331")))
                .body("headers.if-match", equalTo("'7'"))
                .body("headers.authorization", startsWith("Bearer "));
    }

    @Test
    void a_trace_begins_here_if_none_came_along() {
        as("op-1", "operator")
                .get(BASE + "/applications")
                .then()
                .statusCode(200)
                .body("headers.traceparent", matchesPattern("00-[0-9a-f]{32}-[0-9a-f]{16}-01"));
    }

    @Test
    void a_service_that_is_away_is_a_503_with_a_time_to_come_back() {
        as("prov-1", "provider")
                .get(BASE + "/environments")
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .contentType("application/problem+json")
                .body("detail", containsString("provisioning"));
    }

    /// Connections to services are shared one after the other: who has had their answer has no say any more.
    @Test
    void readers_that_leave_as_soon_as_they_have_their_answer_break_nobody_elses_request() throws Exception {
        AtomicBoolean written = new AtomicBoolean();
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> readers = IntStream.range(0, 8)
                    .<Future<?>>mapToObj(n -> people.submit(() -> {
                        while (!written.get()) {
                            readAndLeave();
                        }
                        return null;
                    }))
                    .toList();
            List<Future<Set<Integer>>> writers = IntStream.range(0, 16)
                    .mapToObj(n -> people.submit(() -> IntStream.range(0, 5)
                            .map(i -> as("writer" + n, "operator")
                                    .contentType(ContentType.JSON)
                                    .body("{}")
                                    .post(BASE + "/deployments")
                                    .statusCode())
                            .boxed()
                            .collect(Collectors.toSet())))
                    .toList();
            try {
                for (Future<Set<Integer>> writer : writers) {
                    assertThat(writer.get()).containsExactly(201);
                }
            } finally {
                written.set(true);
            }
            for (Future<?> reader : readers) {
                reader.get();
            }
        }
    }

    private static void readAndLeave() throws IOException {
        String subject = UUID.randomUUID().toString().substring(0, 8); // for each a rate of its own
        String token = Tokens.of(subject, "operator");
        try (Socket reader = new Socket("localhost", RestAssured.port)) {
            reader.setSoLinger(true, 0);
            reader.getOutputStream()
                    .write(("GET " + BASE + "/deployments/" + subject + "-1 HTTP/1.1\r\nHost: localhost\r\n"
                                    + "Authorization: Bearer " + token + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            StringBuilder heard = new StringBuilder();
            byte[] buffer = new byte[4096];
            while (!heard.toString().endsWith("}")) {
                int read = reader.getInputStream().read(buffer);
                assertThat(read).as(heard.toString()).isPositive();
                heard.append(new String(buffer, 0, read, StandardCharsets.US_ASCII));
            }
            assertThat(heard).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void a_location_inside_the_service_is_one_inside_the_gateway() {
        as("op-1", "operator")
                .contentType(ContentType.JSON)
                .body("{}")
                .post(BASE + "/deployments")
                .then()
                .statusCode(201)
                .header("Location", matchesPattern("/api/v1/deployments/\\d+"));
    }

    @Test
    void a_document_beyond_a_mebibyte_is_refused_before_anything_happens() {
        int before = created();
        as("op-1", "operator")
                .contentType(ContentType.JSON)
                .body(" ".repeat(1024 * 1024 + 1))
                .post(BASE + "/deployments")
                .then()
                .statusCode(413)
                .contentType("application/problem+json");
        assertThat(created()).isEqualTo(before);
    }

    @Test
    void a_document_of_unknown_length_is_refused_as_soon_as_it_is_too_large() throws Exception {
        var body = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[2 * 1024 * 1024]));
        assertThat(post("/deployments", body).statusCode()).isEqualTo(413);
    }

    @Test
    void an_import_of_any_size_streams_through() throws Exception {
        byte[] part = new byte[8 * 1024 * 1024];
        var body =
                BodyPublishers.ofInputStream(() -> new SequenceInputStream(Collections.enumeration(IntStream.range(0, 8)
                        .<InputStream>mapToObj(i -> new ByteArrayInputStream(part))
                        .toList())));
        var answer = post("/imports?environment=alpha", body);
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"bytes\":" + 64 * 1024 * 1024 + "}");
    }

    @Test
    void a_bundle_streams_back_whole() {
        Response bundle = as("op-1", "operator").get(BASE + "/takeouts/t1/bundle");
        assertThat(bundle.statusCode()).isEqualTo(200);
        assertThat(bundle.asByteArray()).hasSize(Surroundings.BUNDLE_BYTES);
    }

    @Test
    void fifty_repeats_at_once_have_one_effect() throws Exception {
        int before = created();
        String key = UUID.randomUUID().toString();
        List<Future<Integer>> answers;
        try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            answers = many.invokeAll(Collections.nCopies(
                    50, () -> deploy("op-1", key, "{\"name\":\"a\"}").statusCode()));
        }
        for (Future<Integer> answer : answers) {
            assertThat(answer.get()).isIn(201, 409);
        }
        assertThat(answers.stream().filter(answer -> answer.resultNow() == 201)).isNotEmpty();
        assertThat(created()).isEqualTo(before + 1);

        Response again = deploy("op-1", key, "{\"name\":\"a\"}");
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.header("Location")).isEqualTo("/api/v1/deployments/" + (before + 1));
        assertThat(again.asString()).contains("\"number\":" + (before + 1));
        assertThat(created()).isEqualTo(before + 1);
    }

    @Test
    void a_key_that_was_used_for_another_body_is_refused() {
        String key = UUID.randomUUID().toString();
        assertThat(deploy("op-1", key, "{\"name\":\"a\"}").statusCode()).isEqualTo(201);
        assertThat(deploy("op-1", key, "{\"name\":\"b\"}").statusCode()).isEqualTo(422);
    }

    @Test
    void keys_of_two_subjects_have_nothing_to_do_with_each_other() {
        String key = UUID.randomUUID().toString();
        String one = deploy("op-1", key, "{}").asString();
        String other = deploy("op-2", key, "{}").asString();
        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void a_request_that_came_to_nothing_may_be_tried_again_with_its_key() {
        String key = UUID.randomUUID().toString();
        assertThat(deploy("op-1", key, "{\"name\":\"break\"}").statusCode()).isEqualTo(500);
        assertThat(deploy("op-1", key, "{\"name\":\"a\"}").statusCode()).isEqualTo(201);
    }

    @Test
    void a_token_that_is_shown_once_is_not_kept_in_the_open() {
        String key = UUID.randomUUID().toString();
        String first = tokens(key).asString();
        assertThat(tokens(key).asString()).isEqualTo(first).contains("s3cret");
    }

    @Test
    void everybody_may_ask_what_the_set_up_can_do() {
        given().get(BASE + "/capabilities")
                .then()
                .statusCode(200)
                .body("api", hasItem("v1"))
                .body("setup.name", equalTo("local"))
                .body("setup.publicKey", matchesPattern("fediversity.org/ledger/local\\+[0-9a-f]{8}\\+.*"));
    }

    @Test
    void the_description_is_one_document_of_what_the_door_lets_in() {
        given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body("openapi", startsWith("3.1"))
                .body("paths.'/api/v1/applications'.get.operationId", equalTo("read"))
                .body("paths.'/api/v1/deployments/{id}'.get.operationId", equalTo("deploymentRead"))
                .body("paths.'/api/v1/deployments/{id}'.get.parameters[0].name", equalTo("id"))
                .body("paths.'/api/v1/deployments/{id}/progress'.get.operationId", equalTo("watchDeployment"))
                .body("paths.'/api/v1/events'.get.operationId", equalTo("listEvents"))
                .body("paths", not(org.hamcrest.Matchers.hasKey("/internal/questions")))
                .body("components.schemas", org.hamcrest.Matchers.hasKey("DeploymentItem"))
                .body("components.schemas.DeploymentPage.items.$ref", equalTo("#/components/schemas/DeploymentItem"))
                .body("components.schemas", org.hamcrest.Matchers.hasKey("Problem"))
                .body("x-fediversity-missing", hasItem("provisioning"));
        given().get("/q/openapi.yaml").then().statusCode(200).body(containsString("openapi: 3.1.0"));
    }

    private static Response deploy(String subject, String key, String body) {
        return as(subject, "operator")
                .header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body(body)
                .post(BASE + "/deployments");
    }

    private static Response tokens(String key) {
        return as("op-1", "operator")
                .header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body("{}")
                .post(BASE + "/deployments/op-1/tokens");
    }

    private static int created() {
        return Integer.parseInt(
                given().get(Tokens.setting("test.deployment.url") + "/created").asString());
    }

    private static java.net.http.HttpResponse<String> post(String path, HttpRequest.BodyPublisher body)
            throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            URI uri = URI.create("http://localhost:" + io.restassured.RestAssured.port + BASE + path);
            return client.send(
                    HttpRequest.newBuilder(uri)
                            .header("Authorization", "Bearer " + Tokens.of("op-1", "operator"))
                            .header("Content-Type", "application/x-tar")
                            .POST(body)
                            .build(),
                    BodyHandlers.ofString());
        }
    }
}
