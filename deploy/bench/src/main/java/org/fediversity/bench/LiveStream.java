package org.fediversity.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Listens to the gateway's live events and notes when the first event of each deployment came by.
final class LiveStream implements AutoCloseable {
    private static final String NAME = "\"deployment\":\"";

    private final Map<String, CompletableFuture<Long>> arrivals = new ConcurrentHashMap<>();
    private final Stream<String> lines;

    LiveStream(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
        var response = client.send(request, HttpResponse.BodyHandlers.ofLines());
        if (response.statusCode() != 200) {
            throw new IllegalStateException("the live stream answers " + response.statusCode());
        }
        lines = response.body();
        Thread.ofVirtual().start(this::read);
    }

    private void read() {
        try {
            lines.filter(line -> line.startsWith("data:") && line.contains(NAME))
                    .forEach(line -> {
                        long now = System.nanoTime();
                        int deployment = line.indexOf(NAME) + NAME.length();
                        arrival(line.substring(deployment, line.indexOf('"', deployment)))
                                .complete(now);
                    });
        } catch (UncheckedIOException _) {
            // closed at the end of the run
        }
    }

    /// When it arrives, in the clock of [System#nanoTime()].
    CompletableFuture<Long> arrival(String deployment) {
        return arrivals.computeIfAbsent(deployment, _ -> new CompletableFuture<>());
    }

    /// The next event of the deployment counts as its first.
    void forget(String deployment) {
        arrivals.remove(deployment);
    }

    @Override
    public void close() {
        lines.close();
    }
}
