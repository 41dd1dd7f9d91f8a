package org.fediversity.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// A deployment of one application, seen by its operator through the API and by everybody else through the edge.
record Deployed(Person operator, String id, String label, String domain) {
    static final byte[] PICTURE = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Set<String> ENDS = Set.of("succeeded", "failed", "cancelled");
    private static final Set<String> MOVED = Set.of("completed", "aborted", "failed");

    /// Claims a new domain and creates a deployment of the application below it.
    static Deployed create(Person operator, String application, String environment) {
        var domain = "e2e-" + UUID.randomUUID().toString().substring(0, 8) + ".localhost";
        operator.post("/domains", Person.object("name", domain)).expect(201);
        var answer = operator.post("/deployments", request(application, environment, domain))
                .expect(201);
        return new Deployed(operator, answer.at("/id"), application, domain);
    }

    static Map<String, Object> request(String application, String environment, String domain) {
        return Person.object(
                "name",
                application + " of " + domain,
                "environment",
                environment,
                "topology",
                "monolithic",
                "domain",
                domain,
                "applications",
                List.of(Person.object("name", application, "label", application)));
    }

    String path(String rest) {
        return "/deployments/" + id + rest;
    }

    Answer stage(Map<String, Object> options) {
        return operator.post(path("/configuration"), Person.object("applications", Map.of(label, options)));
    }

    /// Asks for a rollout and answers where it can be watched.
    String deploy() {
        return operator.post(path("/deploy"), Map.of())
                .expect(202)
                .header("Location")
                .orElseThrow();
    }

    /// Waits for the end of a rollout.
    JsonNode ended(String rollout) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .until(
                        () -> read(rollout),
                        state -> ENDS.contains(state.at("/status").asText()));
    }

    Deployed deployed(Map<String, Object> options) {
        stage(options).expect(201);
        var rollout = ended(deploy());
        assertThat(rollout.at("/status").asText()).as(rollout.toPrettyString()).isEqualTo("succeeded");
        return this;
    }

    /// Moves it and waits for the end of the migration.
    JsonNode moved(String environment) {
        var body = Person.object("environment", environment, "topology", "monolithic", "strategy", "cold");
        var location = operator.post(path("/migrations"), body)
                .expect(202)
                .header("Location")
                .orElseThrow();
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .until(
                        () -> read(location),
                        state -> MOVED.contains(state.at("/status").asText()));
    }

    private JsonNode read(String location) {
        var path = URI.create(location).getPath().replaceFirst("^/api/v1", "");
        return operator.get(path).expect(200).json();
    }

    JsonNode now() {
        return operator.get(path("")).expect(200).json();
    }

    String host() {
        return label + "." + domain;
    }

    String address() {
        return "http://" + host() + ":" + Setup.running().port("edge");
    }

    /// What a visitor sees: the edge is asked on this machine, with the host name of the deployment.
    Answer visit(String pathOrAddress) {
        return visit(pathOrAddress, "*/*");
    }

    Answer visit(String pathOrAddress, String accept) {
        return Person.exchange(edge(pathOrAddress).header("Accept", accept).build());
    }

    /// Posts a note with a picture, as a visitor who knows the password.
    JsonNode postNote(String text, String password) {
        var boundary = "e2e" + UUID.randomUUID();
        var body = new ByteArrayOutputStream();
        part(body, boundary, "text", "", text.getBytes(UTF_8));
        part(body, boundary, "password", "", password.getBytes(UTF_8));
        part(body, boundary, "description", "", "a dot".getBytes(UTF_8));
        part(body, boundary, "picture", "; filename=\"dot.png\"", PICTURE);
        body.writeBytes(("--" + boundary + "--\r\n").getBytes(UTF_8));
        var request = edge("/api/notes")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()));
        return Person.exchange(request.build()).expect(201).json();
    }

    private static void part(ByteArrayOutputStream body, String boundary, String name, String more, byte[] content) {
        var head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n\r\n";
        body.writeBytes(head.getBytes(UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n".getBytes(UTF_8));
    }

    private HttpRequest.Builder edge(String pathOrAddress) {
        var uri = URI.create(pathOrAddress);
        var path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        return HttpRequest.newBuilder(
                        URI.create("http://localhost:" + Setup.running().port("edge") + path))
                .timeout(Duration.ofSeconds(60))
                .header("Host", host() + ":" + Setup.running().port("edge"));
    }
}
