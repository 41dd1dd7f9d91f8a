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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
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
            Duration.ofSeconds(Integer.getInteger("fediversity.test.broker-away-seconds", 60));
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    static Path files;

    private static Child broker;
    private static String kafka;
    private static Servers.Database database;
    private static Jdbi upstream;
    private static Jdbi downstream;
    private static ToyService writer;
    private static ToyService reader;

    @BeforeAll
    static void start() throws Exception {
        int port = Ports.free();
        kafka = "localhost:" + port;
        broker =
                Kafka.program(files.resolve("kafka"), files, port, Ports.free()).start();
        Path jar = ToyService.build(files.resolve("toy"));
        broker.awaitReady(PATIENCE);
        database = Servers.postgres();
        Servers.Database elsewhere = Servers.postgres();
        upstream = Jdbi.create(database.url(), database.user(), database.password());
        downstream = Jdbi.create(elsewhere.url(), elsewhere.user(), elsewhere.password());
        writer = ToyService.of(jar, files.resolve("writer"), "writer", "config", database, kafka);
        reader = ToyService.of(jar, files.resolve("reader"), "reader", "gateway", elsewhere, kafka);
        together(writer::start, reader::start);
        String first = fresh("first");
        assertThat(writer.claim(first)).isTrue();
        awaitHeard(Map.of(first, 1L));
    }

    @AfterAll
    static void end() throws Exception {
        together(writer::close, reader::close);
        broker.close();
    }

    @AfterEach
    void resume() throws Exception {
        signal("CONT");
    }

    private static void together(Runnable one, Runnable other) {
        var meanwhile = CompletableFuture.runAsync(one);
        other.run();
        meanwhile.join();
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
    private static Map<String, String> heard() {
        return downstream.withHandle(db -> db.createQuery("select subject, heard from tally")
                .setMapKeyColumn("subject")
                .setMapValueColumn("heard")
                .collectInto(new GenericType<>() {}));
    }

    private static String inOrder(long events) {
        return LongStream.range(0, events).mapToObj(String::valueOf).collect(Collectors.joining(" "));
    }

    /// Waits until of every domain so many events were heard, each once, in order.
    private static void awaitHeard(Map<String, Long> events) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Map<String, String> heard = heard();
            assertThat(events)
                    .allSatisfy((domain, count) -> assertThat(heard.get(domain)).isEqualTo(inOrder(count)));
        });
    }

    private static Map<String, Long> all(List<String> domains, long events) {
        return domains.stream().collect(Collectors.toMap(domain -> domain, domain -> events));
    }

    @Test
    void killed_between_append_and_publish_it_loses_no_effect_and_doubles_none() throws Exception {
        List<String> domains =
                IntStream.range(0, 10).mapToObj(i -> fresh("appended")).toList();
        signal("STOP");
        claimAll(domains, 3, writer);
        writer.kill();
        reader.kill();
        signal("CONT");
        together(writer::start, reader::start);
        awaitHeard(all(domains, 3));
        claimAll(domains, 1, writer);
        awaitHeard(all(domains, 4));
    }

    @Test
    void killed_under_load_what_it_accepted_has_its_effect_once_and_the_rest_at_most_once() throws Exception {
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
            await().atMost(PATIENCE).until(() -> accepted.size() > 300);
            reader.kill();
            await().atMost(PATIENCE).until(() -> accepted.size() > 400);
            writer.kill();
            running.set(false);
            for (Future<?> one : work) {
                one.get();
            }
        }
        together(writer::start, reader::start);
        String last = fresh("last");
        assertThat(writer.claim(last)).isTrue();
        accepted.add(last);
        awaitHeard(all(List.copyOf(accepted), 1));
        assertThat(unanswered).isNotEmpty();
        assertThat(heard()).allSatisfy((domain, sequences) -> assertThat(unanswered.contains(domain) ? sequences : "0")
                .isEqualTo("0"));
    }

    @Test
    void a_broker_that_is_away_costs_nothing_but_time() throws Exception {
        List<String> domains =
                IntStream.range(0, 8).mapToObj(i -> fresh("meanwhile")).toList();
        long rounds = 0;
        signal("STOP");
        long back = System.nanoTime() + BROKER_AWAY.toNanos();
        while (System.nanoTime() < back) {
            claimAll(domains, 1, writer);
            rounds++;
            Thread.sleep(200);
        }
        assertThat(heard()).doesNotContainKeys(domains.toArray(String[]::new));
        signal("CONT");
        awaitHeard(all(domains, rounds));
    }

    @Test
    void two_instances_share_a_service_and_when_one_is_killed_no_key_is_reordered() throws Exception {
        List<String> domains =
                IntStream.range(0, 24).mapToObj(i -> fresh("shared")).toList();
        try (ToyService second = writer.another("second", files.resolve("second"))) {
            second.start();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(segmentsByOwner()).containsExactly(2L, 2L));
            claimAll(domains, 5, writer, second);
            second.kill();
        }
        claimAll(domains, 5, writer);
        awaitHeard(all(domains, 10));
        Map<String, List<Long>> published = new HashMap<>();
        Set<String> seen = new HashSet<>();
        Topic.of("config", kafka).read().stream()
                .filter(message -> domains.contains(message.key()) && seen.add(message.id()))
                .forEach(message -> published
                        .computeIfAbsent(message.key(), key -> new ArrayList<>())
                        .add(Long.valueOf(message.headers().get("ce_sequence"))));
        assertThat(published).hasSize(24).allSatisfy((domain, sequences) -> assertThat(sequences)
                .isEqualTo(LongStream.range(0, 10).boxed().toList()));
    }

    private static List<Long> segmentsByOwner() {
        return upstream.withHandle(
                db -> db.createQuery("select count(*) from token_entry where processor_name = 'publisher'"
                                + " and owner is not null group by owner")
                        .mapTo(Long.class)
                        .list());
    }

    /// Every domain so many times, in turn at the doors.
    private static void claimAll(List<String> domains, int times, ToyService... doors) throws InterruptedException {
        for (int time = 0; time < times; time++) {
            for (int i = 0; i < domains.size(); i++) {
                assertThat(doors[(time + i) % doors.length].claim(domains.get(i)))
                        .isTrue();
            }
        }
    }
}
