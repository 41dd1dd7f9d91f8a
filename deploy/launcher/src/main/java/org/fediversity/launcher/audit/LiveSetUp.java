package org.fediversity.launcher.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// A set-up that is asked over its public API.
final class LiveSetUp implements Proofs {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI base;
    private final String token;

    /// @param url   of the set-up, e.g. `http://localhost:8080`
    /// @param token of an auditor
    LiveSetUp(URI url, String token) {
        String text = url.toString().replaceAll("/+$", "");
        base = URI.create(text.endsWith("/api/v1") ? text : text + "/api/v1");
        this.token = token;
    }

    String checkpoint() {
        return text("/ledger/checkpoint");
    }

    /// The whole history, one entry a line. To be closed.
    InputStream export() {
        return ask("/events", "application/x-ndjson", Duration.ofHours(6)).body();
    }

    @Override
    public List<Hash> inclusion(long position, long size) {
        try {
            JsonNode proof = JSON.readTree(text("/ledger/proofs/inclusion?position=" + position + "&size=" + size));
            List<Hash> path = new ArrayList<>();
            for (JsonNode hash : proof.path("hashes")) {
                path.add(new Hash(Base64.getDecoder().decode(hash.asText())));
            }
            return path;
        } catch (IOException | IllegalArgumentException e) {
            throw new AuditException("the proof for entry " + position + " cannot be read", e);
        }
    }

    private String text(String path) {
        try (InputStream body = ask(path, "*/*", Duration.ofSeconds(30)).body()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AuditException(base + path + " broke off", e);
        }
    }

    private HttpResponse<InputStream> ask(String path, String accept, Duration patience) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(patience)
                .header("Authorization", "Bearer " + token)
                .header("Accept", accept)
                .build();
        try {
            HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
            if (answer.statusCode() != 200) {
                answer.body().close();
                throw new AuditException(base + path + " answered " + answer.statusCode()
                        + (answer.statusCode() == 401 ? ": give a token that is valid, with --token" : ""));
            }
            return answer;
        } catch (IOException e) {
            throw new AuditException(base + path + " does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AuditException("interrupted", e);
        }
    }
}
