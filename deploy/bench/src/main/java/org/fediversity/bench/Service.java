package org.fediversity.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.fediversity.servers.Child;

/// A service that runs beside the bench, and how it is asked.
///
/// @param token good for two hours
record Service(String address, String token, Child process, HttpClient client) {
    Service(String address, String token, Child process) {
        this(
                address,
                token,
                process,
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build());
    }

    /// The body of a good answer.
    String get(String path) throws IOException, InterruptedException {
        return body(request(path).GET().build());
    }

    /// The body of a good answer.
    String post(String path, String json) throws IOException, InterruptedException {
        return body(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    String delete(String path) throws IOException, InterruptedException {
        return body(request(path).DELETE().build());
    }

    private String body(HttpRequest request) throws IOException, InterruptedException {
        var response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(request.method() + " " + request.uri() + " answers " + response.statusCode()
                    + ": " + response.body());
        }
        return response.body();
    }

    /// Processor time it has taken until now, in milliseconds; 0 where the system does not tell.
    long cpuMillis() {
        return process.pid().stream()
                .boxed()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .flatMap(handle -> handle.info().totalCpuDuration().stream())
                .mapToLong(Duration::toMillis)
                .findFirst()
                .orElse(0);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).header("Authorization", "Bearer " + token);
    }

    LiveStream live(String query) throws IOException, InterruptedException {
        return new LiveStream(
                client,
                request("/api/v1/events?" + query)
                        .header("Accept", "text/event-stream")
                        .build());
    }
}
