package org.fediversity.launcher.journey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The public API as one account uses it. Tokens are got with the password and renewed before they expire.
public final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final URI base;
    private final URI issuer;
    private final String account;
    private String token = "";
    private Instant renewAt = Instant.MIN;

    private Api(URI base, URI issuer, String account) {
        this.base = base;
        this.issuer = issuer;
        this.account = account;
    }

    /// @param base    e.g. `http://localhost:8080/api/v1`
    /// @param issuer  e.g. `http://localhost:8180/realms/fediversity`
    /// @param account a demo account, whose password is its name
    public static Api as(URI base, URI issuer, String account) {
        return new Api(base, issuer, account);
    }

    /// The same API for another account.
    public Api as(String other) {
        return new Api(base, issuer, other);
    }

    public Answer get(String path) {
        return send(path, "GET", null, Map.of());
    }

    public Answer delete(String path) {
        return send(path, "DELETE", null, Map.of());
    }

    /// Sends JSON under an idempotency key of its own.
    public Answer post(String path, Object body) {
        return post(path, body, Map.of());
    }

    public Answer post(String path, Object body, Map<String, String> headers) {
        return send(path, "POST", body, headers);
    }

    /// Any request.
    ///
    /// @param body an object to be sent as JSON, or a text to be sent as it is; null for none
    public Answer send(String path, String method, @Nullable Object body, Map<String, String> headers) {
        HttpRequest.Builder request = request(path);
        if (method.equals("POST") && !headers.containsKey("Idempotency-Key")) {
            request.header("Idempotency-Key", UUID.randomUUID().toString());
        }
        if (body != null && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::setHeader);
        HttpRequest.BodyPublisher content = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body instanceof String text ? text : write(body));
        return send(
                request.method(method, content).timeout(Duration.ofSeconds(60)).build());
    }

    /// Follows a stream of server-sent events from its beginning, until it ends.
    ///
    /// @return data of the last event, if there was any
    public Optional<JsonNode> follow(String path, Consumer<JsonNode> heard) {
        HttpRequest request =
                request(path).header("Accept", "text/event-stream").GET().build();
        try {
            HttpResponse<InputStream> response = HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                return Optional.empty();
            }
            Optional<JsonNode> last = Optional.empty();
            try (var lines = new java.io.BufferedReader(
                    new java.io.InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("data:")) {
                        JsonNode data = JSON.readTree(line.substring(5));
                        heard.accept(data);
                        last = Optional.of(data);
                        if (data.path("last").asBoolean()) {
                            return last;
                        }
                    }
                }
            }
            return last;
        } catch (IOException e) {
            return Optional.empty(); // who follows looks at the resource itself afterwards
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JourneyException("interrupted", e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", "Bearer " + token());
    }

    private synchronized String token() {
        if (Instant.now().isAfter(renewAt)) {
            String form = "grant_type=password&client_id=fediversity-cli&username=" + account + "&password=" + account;
            Answer answer = send(HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/token"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(form))
                            .build())
                    .expect(200);
            token = answer.json().path("access_token").asText();
            renewAt = Instant.now()
                    .plusSeconds(answer.json().path("expires_in").asLong())
                    .minusSeconds(30);
        }
        return token;
    }

    static Answer send(HttpRequest request) {
        String asked = request.method() + " " + request.uri();
        try {
            HttpResponse<byte[]> response = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(asked, response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new JourneyException(asked + " got no answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JourneyException("interrupted", e);
        }
    }

    private static String write(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
