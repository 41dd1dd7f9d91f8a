package org.fediversity.deployment.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fediversity.deployment.domain.Instance;
import org.fediversity.deployment.domain.Observation;
import org.fediversity.deployment.domain.Observation.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What every run-time backend promises. A driver extends it, says how the tiny program of the tests runs there, and is
/// tested.
public abstract class BackendContract {
    protected static final Duration PATIENCE = Duration.ofSeconds(30);
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final List<Instance> used = new ArrayList<>();

    /// The driver as it is now.
    protected abstract Backend backend();

    /// Forgets the driver as if the service had been killed, and makes another one on what is left.
    protected abstract void restartTheService();

    /// How `Hello.java` runs there.
    protected abstract Map<String, Object> hello();

    /// How something that does not exist would run there.
    protected abstract Map<String, Object> missing();

    protected Instance instance(String component, String generation) {
        Instance instance = new Instance("d-1", "alpha", "hello", component, generation);
        used.add(instance);
        return instance;
    }

    protected Endpoint installed(Instance instance, String greeting) {
        Endpoint endpoint = backend().endpoint(instance);
        Workload workload =
                new Workload(hello(), Map.of("PORT", String.valueOf(endpoint.port()), "GREETING", greeting));
        assertThat(backend().install(instance, workload)).isInstanceOf(Outcome.Ready.class);
        return endpoint;
    }

    protected Endpoint running(Instance instance, String greeting) {
        Endpoint endpoint = installed(instance, greeting);
        assertThat(backend().start(instance)).isInstanceOf(Outcome.Ready.class);
        awaitAnswer(endpoint, greeting);
        return endpoint;
    }

    protected Optional<String> ask(Endpoint endpoint, String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + endpoint + path))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return Optional.of(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    protected String awaitAnswer(Endpoint endpoint, String greeting) {
        return await().atMost(PATIENCE)
                .until(() -> ask(endpoint, "/").orElse(""), answer -> answer.startsWith(greeting + " from"));
    }

    protected void awaitSilence(Endpoint endpoint) {
        await().atMost(PATIENCE).until(() -> ask(endpoint, "/").isEmpty());
    }

    private Condition condition(Instance instance) {
        return backend().of(instance).map(Observation::condition).orElseThrow();
    }

    @AfterEach
    void nothing_is_left_running() {
        used.forEach(instance -> assertThat(backend().remove(instance)).isInstanceOf(Outcome.Ready.class));
    }

    @Test
    void what_is_installed_does_not_run_until_it_is_started() {
        Instance instance = instance("web", "rollout-1");
        Endpoint endpoint = installed(instance, "hi");
        assertThat(ask(endpoint, "/")).isEmpty();
        assertThat(condition(instance)).isEqualTo(Condition.STOPPED);
        assertThat(backend().start(instance)).isInstanceOf(Outcome.Ready.class);
        awaitAnswer(endpoint, "hi");
        assertThat(condition(instance)).isEqualTo(Condition.RUNNING);
    }

    @Test
    void asking_twice_is_asking_once() {
        Instance instance = instance("web", "rollout-1");
        Endpoint endpoint = running(instance, "hi");
        String answer = awaitAnswer(endpoint, "hi");
        assertThat(backend().endpoint(instance)).isEqualTo(endpoint);
        assertThat(backend().start(instance)).isInstanceOf(Outcome.Ready.class);
        assertThat(ask(endpoint, "/")).contains(answer);
        assertThat(backend().stop(instance)).isInstanceOf(Outcome.Ready.class);
        assertThat(backend().stop(instance)).isInstanceOf(Outcome.Ready.class);
        awaitSilence(endpoint);
        assertThat(backend().remove(instance)).isInstanceOf(Outcome.Ready.class);
        assertThat(backend().remove(instance)).isInstanceOf(Outcome.Ready.class);
        assertThat(backend().of(instance)).isEmpty();
    }

    @Test
    void two_generations_of_a_component_run_side_by_side() {
        Endpoint old = running(instance("web", "rollout-1"), "old");
        Endpoint fresh = running(instance("web", "rollout-2"), "fresh");
        assertThat(fresh).isNotEqualTo(old);
        awaitAnswer(old, "old");
        assertThat(backend().of("d-1")).hasSize(2);
        assertThat(backend().of("d-2")).isEmpty();
    }

    @Test
    void what_was_stopped_can_be_started_again_where_it_was() {
        Instance instance = instance("web", "rollout-1");
        Endpoint endpoint = running(instance, "hi");
        backend().stop(instance);
        awaitSilence(endpoint);
        assertThat(backend().start(instance)).isInstanceOf(Outcome.Ready.class);
        assertThat(backend().endpoint(instance)).isEqualTo(endpoint);
        awaitAnswer(endpoint, "hi");
    }

    @Test
    void what_dies_is_started_again_and_the_deaths_are_counted() {
        Instance instance = instance("web", "rollout-1");
        Endpoint endpoint = running(instance, "hi");
        String before = awaitAnswer(endpoint, "hi");
        ask(endpoint, "/die");
        String after = await().atMost(PATIENCE)
                .until(() -> ask(endpoint, "/").orElse(before), answer -> !answer.equals(before));
        assertThat(after).startsWith("hi from");
        assertThat(backend().of(instance).orElseThrow().restarts()).isEqualTo(1);
    }

    @Test
    void what_dies_at_once_is_refused() {
        Instance instance = instance("web", "rollout-1");
        installed(instance, "die");
        assertThat(backend().start(instance))
                .satisfiesAnyOf(
                        outcome -> assertThat(outcome).isInstanceOf(Outcome.Refused.class),
                        outcome -> await().atMost(PATIENCE)
                                .until(() ->
                                        backend().of(instance).orElseThrow().restarts() > 0));
    }

    @Test
    void what_does_not_exist_is_refused_with_its_name() {
        Outcome outcome = backend().install(instance("web", "rollout-1"), new Workload(missing(), Map.of()));
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.reason())
                .contains("no-such-thing-anywhere"));
    }

    @Test
    void what_runs_outlives_the_service_and_is_found_again() {
        Instance instance = instance("web", "rollout-1");
        Endpoint endpoint = running(instance, "hi");
        String before = awaitAnswer(endpoint, "hi");
        restartTheService();
        assertThat(condition(instance)).isEqualTo(Condition.RUNNING);
        assertThat(backend().endpoint(instance)).isEqualTo(endpoint);
        assertThat(ask(endpoint, "/")).contains(before);
        assertThat(backend().stop(instance)).isInstanceOf(Outcome.Ready.class);
        awaitSilence(endpoint);
    }

    @Test
    void what_was_stopped_stays_stopped_after_a_restart_of_the_service() {
        Instance instance = instance("web", "rollout-1");
        Endpoint endpoint = running(instance, "hi");
        backend().stop(instance);
        restartTheService();
        assertThat(condition(instance)).isEqualTo(Condition.STOPPED);
        assertThat(ask(endpoint, "/")).isEmpty();
    }

    @Test
    void nothing_that_is_said_holds_a_secret() {
        Workload workload = new Workload(hello(), Map.of("PASSWORD", "s3cret"));
        assertThat(workload.toString()).doesNotContain("s3cret");
        Instance instance = instance("web", "rollout-1");
        assertThat(backend().install(instance, workload).toString()).doesNotContain("s3cret");
        assertThat(backend().of(instance).toString()).doesNotContain("s3cret");
    }
}
