package org.fediversity.deployment.driver.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.fediversity.deployment.driver.Endpoint;
import org.fediversity.deployment.driver.Probe.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpProbeTest {
    private final Vertx vertx = Vertx.vertx();
    private final HttpProbe probe = new HttpProbe(vertx);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;

    @BeforeEach
    void opens() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/short", exchange -> {
            exchange.sendResponseHeaders(201, 0);
            try (var body = exchange.getResponseBody()) {
                body.write(exchange.getRequestHeaders().getFirst("Host").getBytes(StandardCharsets.UTF_8));
            }
        });
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] much = "x".repeat(10_000).getBytes(StandardCharsets.UTF_8);
            try (var body = exchange.getResponseBody()) {
                while (true) {
                    body.write(much);
                }
            }
        });
        server.start();
    }

    @AfterEach
    void closes() {
        server.stop(0);
        threads.shutdownNow();
        vertx.close();
    }

    private Answer get(String path) {
        return probe.get(new Endpoint("127.0.0.1", server.getAddress().getPort()), "notes.olive.localhost:8088", path);
    }

    @Test
    void it_asks_by_the_name_that_people_use() {
        assertThat(get("/short")).isEqualTo(new Answer.Said(201, "notes.olive.localhost:8088"));
    }

    @Test
    void an_answer_without_end_is_read_for_64_KiB() {
        assertThat(get("/endless")).isInstanceOfSatisfying(Answer.Said.class, said -> {
            assertThat(said.status()).isEqualTo(200);
            assertThat(said.body()).hasSize(64 * 1024);
        });
    }
}
