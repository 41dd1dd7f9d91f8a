package org.fediversity.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Listens to the gateway's live events and notes when each domain's first claim came by.
final class LiveStream implements AutoCloseable {
    private static final String NAME = "\"domain\":\"";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, CompletableFuture<Long>> arrivals = new ConcurrentHashMap<>();

    LiveStream(String gateway, String token) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(gateway + "/api/v1/events?types=DomainClaimed"))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream")
                .build();
        var response = client.send(request, HttpResponse.BodyHandlers.ofLines());
        if (response.statusCode() != 200) {
            throw new IllegalStateException("the live stream answers " + response.statusCode());
        }
        Thread.ofPlatform().daemon().start(() -> read(response.body()));
    }

    private void read(Stream<String> lines) {
        try (lines) {
            lines.filter(line -> line.startsWith("data:") && line.contains(NAME))
                    .forEach(line -> {
                        long now = System.nanoTime();
                        int domain = line.indexOf(NAME) + NAME.length();
                        arrival(line.substring(domain, line.indexOf('"', domain)))
                                .complete(now);
                    });
        } catch (UncheckedIOException _) {
            // closed at the end of the run
        }
    }

    /// When it arrives, in the clock of [System#nanoTime()].
    CompletableFuture<Long> arrival(String domain) {
        return arrivals.computeIfAbsent(domain, _ -> new CompletableFuture<>());
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
