package org.fediversity.migration.driver.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.fediversity.migration.driver.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpVisitsTest {
    private final Vertx vertx = Vertx.vertx();
    private final HttpVisits visits = new HttpVisits(vertx);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CompletableFuture<String> askedFor = new CompletableFuture<>();
    private final CompletableFuture<Boolean> hungUp = new CompletableFuture<>();
    private HttpServer server;

    @BeforeEach
    void opens() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            askedFor.complete(exchange.getRequestHeaders().getFirst("Host"));
            exchange.sendResponseHeaders(203, 0);
            byte[] much = "x".repeat(10_000).getBytes(StandardCharsets.UTF_8);
            try (var body = exchange.getResponseBody()) {
                while (true) {
                    body.write(much);
                }
            } catch (IOException e) {
                hungUp.complete(true);
            }
        });
        server.start();
    }

    @AfterEach
    void closes() {
        visits.close();
        vertx.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void a_visit_goes_by_the_name_and_ends_with_the_status_however_much_follows() throws Exception {
        String endpoint = "127.0.0.1:" + server.getAddress().getPort();
        assertThat(visits.status(endpoint, "notes.olive.localhost", "/")).isEqualTo(new Outcome.Done<>(203));
        assertThat(askedFor.get(5, TimeUnit.SECONDS)).isEqualTo("notes.olive.localhost");
        assertThat(hungUp.get(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void where_nobody_listens_nobody_answers() {
        assertThat(visits.status("127.0.0.1:1", "notes.olive.localhost", "/")).isInstanceOf(Outcome.Unreachable.class);
        assertThat(visits.status("nowhere", "notes.olive.localhost", "/")).isInstanceOf(Outcome.Refused.class);
    }
}
