package org.fediversity.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What happens when a service dies in the middle.
class FaultsIT {
    private static final Duration BACK = Duration.ofSeconds(90);

    private final Person operator = Person.named("operator1");
    private final Setup setup = Setup.running();

    @AfterEach
    void everything_serves_again() {
        for (String path : List.of("/applications", "/environments", "/deployments", "/migrations")) {
            await().atMost(BACK).until(() -> operator.get(path).status() == 200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"deployment-service", "provisioning-service", "config-service"})
    void a_rollout_comes_to_its_end_although_a_service_is_killed(String service) {
        var hello = Deployed.create(operator, "hello", "alpha");
        hello.stage(Map.of("greeting", "Still here")).expect(201);
        var rollout = hello.deploy();
        kill(service);
        assertThat(endedDespiteOutage(hello, rollout)).isEqualTo("succeeded");
        await().atMost(BACK).until(() -> hello.visit("/").status() == 200);
        assertThat(hello.visit("/").text()).contains("Still here");
        assertThat(hello.visit("/").status()).isEqualTo(200);
    }

    @Test
    void applications_outlive_the_service_that_started_them() {
        var notes = Deployed.create(operator, "notes", "alpha").deployed(Map.of("title", "Long-lived"));
        notes.postNote("before", "");
        kill("deployment-service");
        await().atMost(BACK)
                .ignoreExceptions()
                .until(() -> notes.visit("/api/inventory").status() == 200);
        assertThat(notes.visit("/api/inventory").json().at("/notes").asInt()).isEqualTo(1);
        notes.postNote("after", "");
        await().atMost(BACK)
                .ignoreExceptions()
                .until(() -> notes.now().at("/status").asText().equals("running"));
        notes.deployed(Map.of("title", "Longer-lived"));
        assertThat(notes.visit("/", "text/html").text()).contains("Longer-lived");
    }

    /// The gateway dies with a delivery sent and not recorded: once the lease is over, another attempt goes out under
    /// the same `webhook-id`, with the same body.
    @Test
    void a_delivery_that_was_sent_and_not_recorded_is_sent_again_with_the_same_id() throws IOException {
        List<String> ids = new CopyOnWriteArrayList<>();
        List<String> bodies = new CopyOnWriteArrayList<>();
        var receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        receiver.createContext("/", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            ids.add(exchange.getRequestHeaders().getFirst("webhook-id"));
            if (ids.size() == 1) {
                pause(); // until whoever asked for the test has their answer
                kill("gateway");
            }
            exchange.sendResponseHeaders(204, -1);
        });
        receiver.start();
        var webhook = operator.post(
                        "/webhooks",
                        Person.object(
                                "url",
                                "http://127.0.0.1:" + receiver.getAddress().getPort() + "/"))
                .expect(201);
        try {
            operator.post("/webhooks/" + webhook.at("/id") + "/test", Person.object());
            await().atMost(Duration.ofMinutes(3)).until(() -> ids.size() > 1);
            assertThat(ids.get(1)).isEqualTo(ids.get(0));
            assertThat(bodies.get(1)).isEqualTo(bodies.get(0));
        } finally {
            receiver.stop(0);
            await().atMost(Duration.ofMinutes(1)).ignoreExceptions().untilAsserted(() -> operator.delete(
                            "/webhooks/" + webhook.at("/id"))
                    .expect(204));
        }
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofSeconds(1));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void kill(String service) {
        var process = setup.process(service).orElseThrow();
        process.destroyForcibly();
        await().atMost(BACK).until(() -> !process.isAlive());
        await().atMost(BACK).until(() -> setup.process(service).isPresent());
    }

    /// While a service is away its answers are 502 or 503; that is no reason to give up.
    private String endedDespiteOutage(Deployed deployed, String rollout) {
        return await().atMost(BACK.multipliedBy(2))
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .until(() -> deployed.ended(rollout).at("/status").asText(), status -> !status.isEmpty());
    }
}
