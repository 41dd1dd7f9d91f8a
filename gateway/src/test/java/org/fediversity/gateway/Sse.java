package org.fediversity.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A reader of server-sent events that knows nothing of how they are written.
final class Sse {
    private Sse() {}

    record Frame(String id, String event, String data) {}

    /// What was read until `enough` or the end.
    record Heard(int status, List<Frame> frames, int comments, boolean ended) {}

    static Heard hear(String path, String token, String lastEventId, Predicate<Heard> enough) {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var request = HttpRequest.newBuilder(
                            URI.create("http://localhost:" + io.restassured.RestAssured.port + "/api/v1" + path))
                    .header("Authorization", "Bearer " + token)
                    .header("Accept", "text/event-stream")
                    .timeout(Duration.ofSeconds(30));
            if (!lastEventId.isEmpty()) {
                request.header("Last-Event-ID", lastEventId);
            }
            HttpResponse<java.io.InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
            try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                return read(response.statusCode(), lines, enough);
            } finally {
                client.shutdownNow();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Heard read(int status, BufferedReader lines, Predicate<Heard> enough) throws IOException {
        List<Frame> frames = new ArrayList<>();
        int comments = 0;
        String id = "";
        String event = "message";
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(":")) {
                comments++;
            } else if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                event = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data.append(line.substring(6));
            } else if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    frames.add(new Frame(id, event, data.toString()));
                }
                event = "message";
                data.setLength(0);
            }
            Heard heard = new Heard(status, List.copyOf(frames), comments, false);
            if (line.isEmpty() && enough.test(heard)) {
                return heard;
            }
        }
        return new Heard(status, List.copyOf(frames), comments, true);
    }
}
