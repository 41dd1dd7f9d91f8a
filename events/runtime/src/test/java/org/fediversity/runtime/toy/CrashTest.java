package org.fediversity.runtime.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.fediversity.servers.Child;
import org.fediversity.servers.Kafka;
import org.fediversity.servers.Ports;
import org.fediversity.testing.Servers;
import org.fediversity.testing.Topic;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.generic.GenericType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Services as processes and a broker of their own: what is lost, doubled or reordered when they are killed or stopped.
class CrashTest {
    private static final Duration BROKER_AWAY =
            Duration.ofSeconds(Integer.getInteger("fediversity.test.broker-away-seconds", 20));
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path files;

    private static Child broker;
    private static String kafka;
    private static Path jar;

    private final Servers.Database database = Servers.postgres();
    private final Servers.Database elsewhere = Servers.postgres();
    private final Jdbi downstream = Jdbi.create(elsewhere.url(), elsewhere.user(), elsewhere.password());
    private final List<ToyService> services = new ArrayList<>();

    @BeforeAll
    static void build() throws Exception {
        int port = Ports.free();
        kafka = "localhost:" + port;
        broker = Kafka.program(files.resolve("kafka"), files, port, Ports.free())
                .start()
                .awaitReady(PATIENCE);
        jar = ToyService.build(files.resolve("toy"));
    }

    @AfterAll
    static void end() {
        broker.close();
    }

    @AfterEach
    void endServices() throws Exception {
        signal("CONT");
        services.forEach(ToyService::close);
    }

    private ToyService service(String name, String context, Servers.Database database) {
        ToyService service = ToyService.start(jar, files.resolve(name), name, context, database, kafka);
        services.add(service);
        return service;
    }

    private static void signal(String signal) throws IOException, InterruptedException {
        String pid = String.valueOf(broker.pid().orElseThrow());
        assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor())
                .isZero();
    }

    private static String fresh(String name) {
        return name + "-" + UUID.randomUUID().toString().substring(0, 8) + ".test";
    }

    /// What was heard downstream: sequence numbers, in order of arrival, by subject.
    private Map<String, String> heard() {
        return downstream.withHandle(db -> db.createQuery("select subject, heard from tally")
                .setMapKeyColumn("subject")
                .setMapValueColumn("heard")
                .collectInto(new GenericType<>() {}));
    }

    private List<Long> heard(String domain) {
        return Stream.of(heard().getOrDefault(domain, "").split(" "))
                .filter(text -> !text.isEmpty())
                .map(Long::valueOf)
                .toList();
    }

    private static List<Long> inOrder(long events) {
        return LongStream.range(0, events).boxed().toList();
    }

    @Test
    void killed_between_append_and_publish_it_loses_no_effect_and_doubles_none() throws Exception {
        ToyService writer = service("writer", "config", database);
        ToyService reader = service("reader", "gateway", elsewhere);
        String first = fresh("first");
        assertThat(writer.claim(first)).isTrue();
        await().atMost(PATIENCE).until(() -> heard(first).equals(inOrder(1)));
        Map<String, Long> accepted = new HashMap<>();
        for (int round = 0; round < 2; round++) {
            signal("STOP");
            for (int i = 0; i < 10; i++) {
                String domain = fresh("appended");
                for (int event = 0; event < 3; event++) {
                    assertThat(writer.claim(domain)).isTrue();
                }
                accepted.put(domain, 3L);
            }
            writer.kill();
            signal("CONT");
            writer.restart();
            if (round == 0) {
                reader.kill();
                reader.restart();
            }
        }
        String last = fresh("last");
        assertThat(writer.claim(last)).isTrue();
        accepted.put(last, 1L);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(accepted)
                .allSatisfy((domain, events) -> assertThat(heard(domain)).isEqualTo(inOrder(events))));
    }

    @Test
    void killed_under_load_what_it_accepted_has_its_effect_once_and_the_rest_at_most_once() throws Exception {
        ToyService writer = service("busy-writer", "config", database);
        ToyService reader = service("busy-reader", "gateway", elsewhere);
        Set<String> accepted = ConcurrentHashMap.newKeySet();
        Set<String> unanswered = ConcurrentHashMap.newKeySet();
        var running = new AtomicBoolean(true);
        try (var clients = Executors.newFixedThreadPool(8)) {
            List<Future<?>> work = new ArrayList<>();
            for (int client = 0; client < 8; client++) {
                work.add(clients.submit(() -> {
                    while (running.get()) {
                        String domain = fresh("busy");
                        if (writer.claim(domain)) {
                            accepted.add(domain);
                        } else {
                            unanswered.add(domain);
                            Thread.sleep(50);
                        }
                    }
                    return true;
                }));
            }
            for (int kill = 0; kill < 2; kill++) {
                int before = accepted.size();
                await().atMost(PATIENCE).until(() -> accepted.size() > before + 200);
                (kill == 0 ? writer : reader).kill();
                running.set(kill == 0);
                (kill == 0 ? writer : reader).restart();
            }
            for (Future<?> one : work) {
                one.get();
            }
        }
        String last = fresh("last");
        assertThat(writer.claim(last)).isTrue();
        accepted.add(last);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(accepted)
                .allSatisfy(domain -> assertThat(heard(domain)).isEqualTo(inOrder(1))));
        assertThat(unanswered).isNotEmpty().allSatisfy(domain -> assertThat(heard(domain))
                .isIn(inOrder(0), inOrder(1)));
    }

    @Test
    void a_broker_that_is_away_costs_nothing_but_time() throws Exception {
        ToyService writer = service("patient-writer", "config", database);
        service("patient-reader", "gateway", elsewhere);
        String first = fresh("before");
        assertThat(writer.claim(first)).isTrue();
        await().atMost(PATIENCE).until(() -> heard(first).equals(inOrder(1)));
        List<String> domains =
                IntStream.range(0, 8).mapToObj(i -> fresh("meanwhile")).toList();
        long rounds = 0;
        signal("STOP");
        long back = System.nanoTime() + BROKER_AWAY.toNanos();
        while (System.nanoTime() < back) {
            for (String domain : domains) {
                assertThat(writer.claim(domain)).isTrue();
            }
            rounds++;
            Thread.sleep(200);
        }
        assertThat(domains).allSatisfy(domain -> assertThat(heard(domain)).isEmpty());
        signal("CONT");
        List<Long> all = inOrder(rounds);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(domains)
                .allSatisfy(domain -> assertThat(heard(domain)).isEqualTo(all)));
    }

    @Test
    void two_instances_share_a_service_and_when_one_is_killed_no_key_is_reordered() throws Exception {
        ToyService one = service("one", "config", database);
        ToyService two = service("two", "config", database);
        service("both-reader", "gateway", elsewhere);
        Jdbi tokens = Jdbi.create(database.url(), database.user(), database.password());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(tokens.<List<Long>, RuntimeException>withHandle(
                        db -> db.createQuery("select count(*) from token_entry where processor_name = 'publisher'"
                                        + " and owner is not null group by owner")
                                .mapTo(Long.class)
                                .list()))
                .containsExactly(2L, 2L));
        List<String> domains =
                IntStream.range(0, 24).mapToObj(i -> fresh("shared")).toList();
        claimAll(domains, 5, one, two);
        two.kill();
        claimAll(domains, 5, one);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(domains)
                .allSatisfy(domain -> assertThat(heard(domain)).isEqualTo(inOrder(10))));
        Map<String, List<Long>> published = new HashMap<>();
        Set<String> seen = new HashSet<>();
        Topic.of("config", kafka).read().stream()
                .filter(message -> domains.contains(message.key()) && seen.add(message.id()))
                .forEach(message -> published
                        .computeIfAbsent(message.key(), key -> new ArrayList<>())
                        .add(Long.valueOf(message.headers().get("ce_sequence"))));
        assertThat(published).hasSize(24).allSatisfy((domain, sequences) -> assertThat(sequences)
                .isEqualTo(inOrder(10)));
    }

    private static void claimAll(List<String> domains, int times, ToyService... doors) throws InterruptedException {
        for (int time = 0; time < times; time++) {
            for (String domain : domains) {
                assertThat(doors[(time + domain.hashCode() % 2 + 2) % doors.length].claim(domain))
                        .isTrue();
            }
        }
    }
}
