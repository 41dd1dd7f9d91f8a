package org.fediversity.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
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
