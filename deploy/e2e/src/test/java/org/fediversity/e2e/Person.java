package org.fediversity.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/// Somebody who uses the public API with a token of their own.
final class Person {
    static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final Setup setup = Setup.running();
    private final String name;
    private String token = "";
    private Instant renew = Instant.MIN;

    private Person(String name) {
        this.name = name;
    }

    /// One of the demo accounts; its password is its name.
    static Person named(String name) {
        return new Person(name);
    }

    /// Somebody whose token is what it is.
    static Person with(String token) {
        var person = new Person("stranger");
        person.token = token;
        person.renew = Instant.MAX;
        return person;
    }

    Answer get(String path) {
        return send("GET", path, "", "", Map.of());
    }

    Answer post(String path, Object body) {
        return send(
                "POST",
                path,
                "application/json",
                json(body),
                Map.of("Idempotency-Key", UUID.randomUUID().toString()));
    }

    /// @param type media type of the body, sent as it is
    Answer post(String path, String type, String body) {
        return send("POST", path, type, body, Map.of());
    }

    Answer delete(String path) {
        return send("DELETE", path, "", "", Map.of());
    }

    Answer send(String method, String path, String type, String body, Map<String, String> headers) {
        var request =
                request(path).method(method, type.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        headers.forEach(request::setHeader);
        var built = request.build();
        var answer = exchange(built);
        Description.served()
                .operation(method, built.uri().getPath())
                .ifPresent(operation -> Examples.note(operation, body, answer));
        return answer;
    }

    /// Server-sent events from now on, field by field, until the stream ends or is closed.
    ///
    /// @param lastEventId where to resume, or empty
    Stream<Frame> listen(String path, String lastEventId) {
        var request = request(path).header("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        try {
            var response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofLines());
            if (response.statusCode() != 200) {
                throw new AssertionError(path + " answered " + response.statusCode() + ": "
                        + response.body().toList());
            }
            return Frame.parse(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        var uri = path.startsWith("http") ? path : setup.gateway() + "/api/v1" + path;
        var request = HttpRequest.newBuilder(URI.create(uri)).timeout(Duration.ofMinutes(5));
        var bearer = token();
        return bearer.isEmpty() ? request : request.header("Authorization", "Bearer " + bearer);
    }

    /// A token that is valid for a while, for whoever asks in this person's name.
    String bearer() {
        return token();
    }

    private synchronized String token() {
        if (Instant.now().isAfter(renew)) {
            var form = "grant_type=password&client_id=fediversity-cli&username=%s&password=%s".formatted(name, name);
            var answer = exchange(HttpRequest.newBuilder(URI.create(setup.tokenEndpoint()))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString(form))
                            .build())
                    .expect(200);
            token = answer.at("/access_token");
            renew = Instant.now().plusSeconds(answer.json().at("/expires_in").asLong() / 2);
        }
        return token;
    }

    static Answer exchange(HttpRequest request) {
        try {
            var response = CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
            var answer = new Answer(
                    request.method() + " " + request.uri(), response.statusCode(), response.headers(), response.body());
            if (request.uri().toString().startsWith(Setup.running().gateway() + "/api/")) {
                Description.served().expect(request, answer);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String json(Object body) {
        try {
            return Answer.JSON.writeValueAsString(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All items of a paged list.
    List<JsonNode> all(String path) {
        List<JsonNode> items = new java.util.ArrayList<>();
        var cursor = "";
        do {
            var separator = path.contains("?") ? "&" : "?";
            var page = get(path + separator + "limit=200" + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                    .expect(200);
            page.json().at("/items").forEach(items::add);
            cursor = page.json().path("next").asText("");
        } while (!cursor.isEmpty() && !cursor.equals("null"));
        return items;
    }

    /// An object with keys in the order given.
    static Map<String, Object> object(Object... keysAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            object.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return object;
    }
}
