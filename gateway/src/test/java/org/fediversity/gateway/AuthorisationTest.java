package org.fediversity.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.fediversity.gateway.domain.Route;
import org.fediversity.gateway.domain.Routes;
import org.fediversity.gateway.domain.Service;
import org.fediversity.testing.Servers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The page that tells people who may do what, cell by cell against the running gateway.
@QuarkusTest
@QuarkusTestResource(Servers.class)
@QuarkusTestResource(Surroundings.class)
class AuthorisationTest {
    private static final Path PAGE =
            Path.of(System.getProperty("fediversity.root", "..")).resolve("deploy/docs/authorisation.md");

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final String owner = "owner" + run;
    private final String provider = "provider" + run;
    private final Story story = Story.of(owner);
    private final String migration = UUID.randomUUID().toString();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Map<String, String> tokens = new LinkedHashMap<>();
    private Receiver receiver;
    private String position = "";

    @BeforeEach
    void tellTheStory() {
        tokens.put("anonymous", "");
        tokens.put("owner", Tokens.of(owner, "operator"));
        tokens.put("other operator", Tokens.of("other" + run, "operator"));
        tokens.put("provider", Tokens.of(provider, "provider"));
        tokens.put("maintainer", Tokens.of("maintainer" + run, "maintainer"));
        tokens.put("auditor", Tokens.of("auditor" + run, "auditor"));
        receiver = Receiver.polite();
        Story.tell(story.declared(provider), story.created(), story.moving(migration), story.moved(migration));
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            List<Integer> positions = given().header("Authorization", "Bearer " + tokens.get("auditor"))
                    .get("/api/v1/events?deployment=" + story.deployment())
                    .path("items.position");
            position = positions.isEmpty() ? "" : positions.getFirst().toString();
            return positions.size() == 3;
        });
    }

    @AfterEach
    void close() {
        receiver.close();
        client.shutdownNow();
    }

    /// @param cells caller -> what the page says
    private record Row(String method, String template, Map<String, String> cells) {
        String operation() {
            return method + " " + template;
        }
    }

    private static List<Row> page() throws IOException {
        List<String> lines = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("|"))
                .toList();
        List<String> callers = cells(lines.getFirst());
        return lines.stream()
                .skip(2)
                .map(line -> {
                    List<String> cells = cells(line);
                    String[] operation = cells.getFirst().replace("`", "").split(" ");
                    Map<String, String> said = new LinkedHashMap<>();
                    for (int i = 1; i < cells.size(); i++) {
                        said.put(callers.get(i), cells.get(i));
                    }
                    return new Row(operation[0], operation[1], said);
                })
                .toList();
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList();
    }

    @Test
    void every_operation_has_one_row_and_every_row_an_operation() throws IOException {
        assertThat(page().stream().map(Row::operation).toList())
                .as("operations in " + PAGE)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(Routes.all().stream()
                        .map(route -> route.method() + " " + route.template())
                        .toList());
        assertThat(page()).allSatisfy(row -> assertThat(row.cells().keySet()).isEqualTo(tokens.keySet()));
    }

    @Test
    void each_caller_gets_what_the_page_says() throws Exception {
        SoftAssertions every = new SoftAssertions();
        for (Row row : page()) {
            Route route = Routes.all().stream()
                    .filter(known -> known.method().equals(row.method())
                            && known.template().equals(row.template()))
                    .findFirst()
                    .orElseThrow();
            Map<String, String> values = values(route);
            // The owner comes last: what they delete is gone.
            List<String> callers = new ArrayList<>(row.cells().keySet());
            callers.remove("owner");
            callers.add("owner");
            for (String caller : callers) {
                String said = row.cells().get(caller);
                every.assertThat(got(route, values, caller, said))
                        .as(row.operation() + " by " + caller)
                        .isEqualTo(said);
            }
        }
        every.assertAll();
    }

    /// What a caller gets, in the words of the page. The services behind the door are not here: for theirs it is enough
    /// that they are asked with the caller's own token, so that they can say 404.
    private String got(Route route, Map<String, String> values, String caller, String said) throws Exception {
        HttpResponse<InputStream> answer = ask(route, values, tokens.get(caller));
        try (InputStream body = answer.body()) {
            int status = answer.statusCode();
            if (status == 401 || status == 403) {
                return Integer.toString(status);
            }
            if (route.service() == Service.GATEWAY) {
                return status == 404 ? "404" : status < 500 && status != 405 ? "yes" : "broken: " + status;
            }
            boolean asked = route.service() == Service.PROVISIONING
                    ? status == 503 && new String(body.readAllBytes()).contains("provisioning")
                    : answer.headers()
                            .firstValue("X-Asked-With")
                            .equals(java.util.Optional.of("Bearer " + tokens.get(caller)));
            return asked ? (said.equals("404") ? "404" : "yes") : "broken: " + status;
        }
    }

    private HttpResponse<InputStream> ask(Route route, Map<String, String> values, String token) throws Exception {
        String path = route.template();
        for (var value : values.entrySet()) {
            path = path.replace("{" + value.getKey() + "}", value.getValue());
        }
        String query = route.template().equals("/ledger/proofs/inclusion")
                ? "?position=0"
                : route.template().equals("/ledger/proofs/consistency") ? "?from=0" : "";
        var request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + io.restassured.RestAssured.port + Routes.BASE + path + query))
                .timeout(Duration.ofSeconds(20))
                .method(
                        route.method(),
                        route.method().equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}"));
        if (!route.method().equals("GET")) {
            request.header("Content-Type", "application/json");
        }
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), BodyHandlers.ofInputStream());
    }

    /// What the placeholders stand for: things of the owner.
    private Map<String, String> values(Route route) {
        Map<String, String> values = new HashMap<>(Map.of(
                "name", "thing",
                "version", "1.0.0",
                "type", "bucket",
                "n", "1",
                "t", "t",
                "backup", "b",
                "takeout", "t",
                "position", position,
                "id", story.deployment()));
        if (route.template().startsWith("/migrations/")) {
            values.put("id", migration);
        }
        if (route.template().startsWith("/webhooks/")) {
            values.putAll(webhook());
        }
        return values;
    }

    private Map<String, String> webhook() {
        String id = given().header("Authorization", "Bearer " + tokens.get("owner"))
                .contentType(ContentType.JSON)
                .body("{\"url\":\"" + receiver.url() + "\",\"types\":[\"DeploymentRetired\"]}")
                .post("/api/v1/webhooks")
                .path("id");
        String delivery = given().header("Authorization", "Bearer " + tokens.get("owner"))
                .post("/api/v1/webhooks/" + id + "/test")
                .path("id");
        return Map.of("id", id, "delivery", delivery);
    }
}
