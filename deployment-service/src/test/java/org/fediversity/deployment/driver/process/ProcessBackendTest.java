package org.fediversity.deployment.driver.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.fediversity.deployment.Sample;
import org.fediversity.deployment.domain.Instance;
import org.fediversity.deployment.domain.Observation;
import org.fediversity.deployment.domain.Observation.Condition;
import org.fediversity.deployment.domain.Observations;
import org.fediversity.deployment.driver.Backend;
import org.fediversity.deployment.driver.BackendContract;
import org.fediversity.deployment.driver.Endpoint;
import org.fediversity.deployment.driver.Outcome;
import org.fediversity.deployment.driver.Workload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessBackendTest extends BackendContract {
    private static final Ports PORTS = new Ports(30_000, 30_999);

    @TempDir
    Path root;

    private final List<Observation> told = new CopyOnWriteArrayList<>();
    private volatile boolean deaf;
    private Supervisor supervisor;

    private Supervisor supervisor() {
        return new Supervisor(root, PORTS, 2_000, new Observations() {
            @Override
            public void changed(Observation observation) {
                if (deaf) {
                    throw new IllegalStateException("nobody listens");
                }
                told.add(observation);
            }

            @Override
            public void gone(Instance instance) {}
        });
    }

    @BeforeEach
    void opens() {
        supervisor = supervisor();
        supervisor.open();
    }

    @AfterEach
    void closes() {
        supervisor.close();
    }

    @Override
    protected Backend backend() {
        return new ProcessBackend("127.0.0.1", supervisor);
    }

    @Override
    protected void restartTheService() {
        supervisor.close();
        supervisor = supervisor();
        supervisor.open();
    }

    @Override
    protected Map<String, Object> hello() {
        return Map.of(
                "command",
                List.of("java", "-Xmx48m", "-XX:TieredStopAtLevel=1", Sample.programs() + "/Hello.java"),
                "stopSeconds",
                5);
    }

    @Override
    protected Map<String, Object> missing() {
        return Map.of("command", List.of("no-such-thing-anywhere"));
    }

    private Path home(Instance instance) {
        return root.resolve("d-1/alpha/hello-" + instance.component() + "/" + instance.generation());
    }

    private Workload shell(String script) {
        return new Workload(Map.of("command", List.of("sh", "-c", script), "stopSeconds", 1), Map.of());
    }

    private long pid(Instance instance) throws IOException {
        return Long.parseLong(
                Files.readString(home(instance).resolve("pid")).strip().split(" ")[0]);
    }

    @Test
    void what_is_gone_after_a_reboot_is_started_from_what_was_recorded() throws IOException {
        Instance instance = instance("web", "rollout-1");
        Endpoint endpoint = running(instance, "hi");
        supervisor.close();
        ProcessHandle.of(pid(instance)).orElseThrow().destroyForcibly();
        awaitSilence(endpoint);
        restartTheService();
        awaitAnswer(endpoint, "hi");
    }

    @Test
    void a_process_that_was_given_the_same_id_is_neither_adopted_nor_touched() throws Exception {
        Instance instance = instance("web", "rollout-1");
        running(instance, "hi");
        long old = pid(instance);
        supervisor.close();
        ProcessHandle.of(old).orElseThrow().destroyForcibly();
        Process stranger = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(home(instance).resolve("pid"), stranger.pid() + " 1000\n");
            restartTheService();
            await().atMost(PATIENCE).until(() -> pid(instance) != stranger.pid());
            backend().stop(instance);
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void what_holds_secrets_is_for_its_owner_only() throws IOException {
        Instance instance = instance("web", "rollout-1");
        installed(instance, "hi");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(home(instance).resolve("spec.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void what_does_not_end_when_asked_is_ended_by_force_with_all_it_started() throws IOException {
        Instance instance = instance("web", "rollout-1");
        backend().install(instance, shell("trap '' TERM; sleep 300 & echo $! > child; wait; sleep 300"));
        backend().start(instance);
        Path child = home(instance).resolve("work/child");
        await().atMost(PATIENCE).until(() -> Files.exists(child) && Files.size(child) > 0);
        long grandchild = Long.parseLong(Files.readString(child).strip());
        assertThat(backend().stop(instance))
                .isInstanceOfSatisfying(
                        Outcome.Ready.class, ready -> assertThat(ready.detail()).startsWith("stopped by force"));
        await().atMost(PATIENCE).until(() -> ProcessHandle.of(grandchild)
                .map(handle -> Child.find(
                                grandchild,
                                handle.info()
                                        .startInstant()
                                        .map(java.time.Instant::toEpochMilli)
                                        .orElse(0L))
                        .isEmpty())
                .orElse(true));
    }

    @Test
    void what_keeps_dying_is_started_later_and_later() {
        Instance instance = instance("web", "rollout-1");
        backend().install(instance, shell("sleep 1; exit 7"));
        assertThat(backend().start(instance)).isInstanceOf(Outcome.Ready.class);
        await().atMost(PATIENCE)
                .until(() -> backend().of(instance).orElseThrow().restarts() >= 3);
        assertThat(told)
                .anySatisfy(seen -> assertThat(seen.condition()).isEqualTo(Condition.RESTARTING))
                .anySatisfy(seen -> assertThat(seen.detail()).contains("exit code 7"));
    }

    @Test
    void whoever_takes_long_to_stop_keeps_nobody_else_waiting() throws Exception {
        Instance slow = new Instance("d-2", "alpha", "hello", "web", "rollout-1");
        backend()
                .install(
                        slow,
                        new Workload(
                                Map.of(
                                        "command",
                                        List.of("sh", "-c", "trap '' TERM; while true; do sleep 0.1; done"),
                                        "stopSeconds",
                                        60),
                                Map.of()));
        backend().start(slow);
        Instance other = instance("web", "rollout-1");
        backend().install(other, shell("sleep 300"));
        backend().start(other);
        long before = pid(other);
        Thread stopping = Thread.ofVirtual().start(() -> backend().stop(slow));
        try {
            await().atMost(PATIENCE).until(() -> stopping.getState() == Thread.State.TIMED_WAITING);

            ProcessHandle.of(before).orElseThrow().destroyForcibly();

            await().atMost(Duration.ofSeconds(10))
                    .until(() -> Files.exists(home(other).resolve("pid")) && pid(other) != before);
            assertThat(backend().of(other).orElseThrow().restarts()).isEqualTo(1);
            assertThat(stopping.isAlive()).isTrue();
        } finally {
            Child.find(
                            Long.parseLong(Files.readString(root.resolve("d-2/alpha/hello-web/rollout-1/pid"))
                                    .split(" ")[0]),
                            Long.parseLong(Files.readString(root.resolve("d-2/alpha/hello-web/rollout-1/pid"))
                                    .strip()
                                    .split(" ")[1]))
                    .ifPresent(child -> child.stop("KILL", Duration.ofSeconds(5)));
            stopping.join();
        }
    }

    @Test
    void what_could_not_be_told_is_told_later() {
        Instance instance = instance("web", "rollout-1");
        deaf = true;
        backend().install(instance, shell("sleep 300"));
        assertThat(backend().start(instance)).isInstanceOf(Outcome.Ready.class);
        assertThat(told).isEmpty();
        deaf = false;
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told)
                .anySatisfy(seen -> assertThat(seen.condition()).isEqualTo(Condition.RUNNING)));
    }

    @Test
    void a_process_that_ends_at_once_says_how() {
        Instance instance = instance("web", "rollout-1");
        backend().install(instance, shell("exit 3"));
        assertThat(backend().start(instance))
                .isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.reason())
                        .contains("exit code 3"));
        assertThat(backend().of(instance).orElseThrow().condition()).isEqualTo(Condition.STOPPED);
    }

    @Test
    void a_log_that_grows_is_put_aside_and_goes_on() throws IOException {
        Instance instance = instance("web", "rollout-1");
        backend()
                .install(
                        instance,
                        shell("while true; do echo 0123456789012345678901234567890123456789; sleep 0.01; done"));
        backend().start(instance);
        Path log = home(instance).resolve("log");
        await().atMost(PATIENCE).until(() -> Files.size(log) > 2_000);
        supervisor.find(instance).orElseThrow().rotate(2_000);
        assertThat(Files.size(home(instance).resolve("log.1"))).isGreaterThan(2_000);
        await().atMost(PATIENCE).until(() -> Files.size(log) > 0);
        assertThat(Files.readString(log)).doesNotContain("\0");
    }

    @Test
    void a_component_gets_its_own_environment_and_nothing_of_ours() throws IOException {
        Instance instance = instance("web", "rollout-1");
        backend()
                .install(
                        instance,
                        new Workload(
                                Map.of("command", List.of("sh", "-c", "env | sort; pwd; sleep 300"), "stopSeconds", 1),
                                Map.of("MINE", "yes")));
        backend().start(instance);
        Path log = home(instance).resolve("log");
        await().atMost(PATIENCE).until(() -> Files.readString(log).contains("/work\n"));
        assertThat(Files.readString(log).lines().map(line -> line.replaceFirst("=.*", "")))
                .contains("MINE", "PATH", "HOME", "JAVA_HOME")
                .doesNotContain("MAVEN_PROJECTBASEDIR", "USER", "CI");
    }

    @Test
    void erasing_leaves_no_log_behind() {
        Instance instance = instance("web", "rollout-1");
        running(instance, "hi");
        backend().remove(instance);
        assertThat(home(instance).resolve("log")).exists();
        assertThat(home(instance).resolve("spec.json")).doesNotExist();
        backend().erase("d-1", "alpha");
        assertThat(root.resolve("d-1")).doesNotExist();
    }
}
