package org.fediversity.runtime.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.fediversity.contracts.ConfigEvent.DomainClaimed;
import org.fediversity.contracts.ConfigEvent.DomainVerified;
import org.fediversity.contracts.DeploymentEvent.DeploymentCreated;
import org.fediversity.runtime.Commands;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.kafka.Inboxes;
import org.fediversity.runtime.process.ViewRebuild;
import org.fediversity.runtime.toy.Toy.Claim;
import org.fediversity.runtime.vault.Vault;
import org.fediversity.testing.Servers;
import org.fediversity.testing.Topic;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class RuntimeTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    Commands commands;

    @Inject
    Jdbi jdbi;

    @Inject
    DataSource database;

    @Inject
    ViewRebuild rebuild;

    @Inject
    Inboxes inboxes;

    @Inject
    Vault vault;

    private static String fresh(String name) {
        return name + "-" + UUID.randomUUID().toString().substring(0, 8) + ".test";
    }

    private List<String> trail(String domain) {
        return jdbi.withHandle(db -> db.createQuery("select trail from claims where domain = ?")
                .bind(0, domain)
                .mapTo(String.class)
                .findOne()
                .map(text -> List.of(text.split(" ")))
                .orElse(List.of()));
    }

    private long stored(String domain) {
        return jdbi.withHandle(
                db -> db.createQuery("select count(*) from domain_event_entry where aggregate_identifier = ?")
                        .bind(0, "domain:" + domain)
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void a_write_can_be_read_back_at_once() {
        String domain = fresh("read-back");
        for (int i = 1; i <= 20; i++) {
            commands.ask(new Claim(domain, "op"));
            assertThat(trail(domain)).hasSize(i);
        }
    }

    @Test
    void a_refusal_changes_nothing_and_says_why() {
        String domain = fresh("refused");
        commands.ask(new Claim(domain, "op"));
        assertThatThrownBy(() -> commands.ask(new Claim(domain, "somebody else")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("somebody else's");
        assertThat(stored(domain)).isEqualTo(1);
    }

    @Test
    void a_text_that_no_view_could_hold_is_refused_and_the_views_go_on() {
        String domain = fresh("zero");
        assertThatThrownBy(() -> commands.ask(new Claim(domain, "o\0p")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("U+0000");
        assertThat(commands.send(new Claim(domain, "\\\0"))).isInstanceOf(Decision.Refused.class);
        assertThat(stored(domain)).isZero();

        commands.ask(new Claim(domain, "\\u0000 in so many letters"));
        assertThat(trail(domain)).hasSize(1);
    }

    @Test
    void events_are_stored_as_json_under_their_pinned_names_with_who_and_why() {
        String domain = fresh("json");
        commands.ask(new Claim(domain, "op"));
        var row = jdbi.withHandle(
                db -> db.createQuery("""
                        select payload_type, payload_revision, payload ->> 'operator' operator,
                               meta_data ->> 'actor' actor, meta_data ->> 'traceparent' trace, event_identifier id
                        from domain_event_entry where payload ->> 'domain' = ?""").bind(0, domain).mapToMap().one());
        assertThat(row.get("payload_type")).isEqualTo("org.fediversity.DomainClaimed");
        assertThat(row.get("payload_revision")).isEqualTo("1");
        assertThat(row.get("operator")).isEqualTo("op");
        assertThat(row.get("actor")).isEqualTo("service:config");
        assertThat(row.get("trace").toString()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(UUID.fromString(row.get("id").toString()).version()).isEqualTo(7);
    }

    @Test
    void what_is_stored_is_published_as_a_cloud_event_in_order() {
        String domain = fresh("published");
        for (int i = 0; i < 30; i++) {
            commands.ask(new Claim(domain, "op"));
        }
        Topic topic = Topic.of("config");
        topic.await(message -> message.key().equals(domain) && message.data().contains("again-29"));
        List<Topic.Message> told = topic.read(domain);
        assertThat(told)
                .extracting(message -> message.json().get("challenge").asText())
                .containsExactlyElementsOf(IntStream.range(0, 30)
                        .mapToObj(i -> i == 0 ? "first" : "again-" + i)
                        .toList());
        assertThat(told.getFirst().headers())
                .containsEntry("ce_type", "org.fediversity.DomainClaimed")
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_sequence", "0")
                .containsKeys(
                        "ce_id",
                        "ce_source",
                        "ce_time",
                        "ce_dataschema",
                        "ce_correlationid",
                        "ce_actor",
                        "traceparent");
    }

    @Test
    void an_event_with_a_large_configuration_is_published_too() {
        String domain = fresh("large");
        String large = new Random(1)
                .ints(3 << 20, '!', '~')
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        commands.ask(new Claim(domain, large));
        assertThat(Topic.of("config").await(DomainClaimed.class, domain).operator())
                .isEqualTo(large);
    }

    @Test
    void a_transaction_held_open_makes_no_reader_skip_its_events() throws Exception {
        String slow = fresh("late-writer").replace(".test", ".policy.test");
        List<String> quick = new ArrayList<>();
        try (Connection held = database.getConnection()) {
            held.setAutoCommit(false);
            try (var insert = held.prepareStatement("""
                    insert into domain_event_entry (aggregate_identifier, sequence_number, type, event_identifier, time_stamp,
                        payload_type, payload_revision, payload, meta_data)
                    values (?, 0, 'domain', ?, now(), 'org.fediversity.DomainClaimed', '1', cast(? as json), '{}')""")) {
                insert.setString(1, "domain:" + slow);
                insert.setString(2, UUID.randomUUID().toString());
                insert.setString(3, "{\"domain\":\"" + slow + "\",\"operator\":\"op\",\"challenge\":\"late\"}");
                insert.executeUpdate();
            }
            long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
            while (System.nanoTime() < end) {
                String domain = fresh("meanwhile");
                quick.add(domain);
                commands.ask(new Claim(domain, "op"));
                assertThat(trail(domain)).containsExactly("first");
            }
            assertThat(trail(slow)).isEmpty();
            held.commit();
        }
        assertThat(quick).hasSizeGreaterThan(5);
        await().atMost(SOON).untilAsserted(() -> assertThat(trail(slow)).containsExactly("late"));
        Topic.of("config").await(DomainClaimed.class, slow);
        assertThat(Topic.of("config").read(slow))
                .extracting(Topic.Message::event)
                .startsWith("DomainClaimed")
                .doesNotHaveDuplicates();
        await().atMost(SOON).untilAsserted(() -> assertThat(verified(slow)).isEqualTo("op"));
    }

    @Test
    void sixteen_writers_on_one_stream_lose_nothing() throws Exception {
        String domain = fresh("contended");
        try (var writers = Executors.newFixedThreadPool(16)) {
            List<Callable<Integer>> work = IntStream.range(0, 16)
                    .<Callable<Integer>>mapToObj(w -> () -> {
                        int accepted = 0;
                        for (int i = 0; i < 5; i++) {
                            try {
                                commands.ask(new Claim(domain, "op"));
                                accepted++;
                            } catch (RefusedException e) {
                                assertThat(e.refused().why().status()).isEqualTo(409);
                            }
                        }
                        return accepted;
                    })
                    .toList();
            int accepted = 0;
            for (var result : writers.invokeAll(work)) {
                accepted += result.get();
            }
            assertThat(stored(domain)).isEqualTo(accepted);
            assertThat(trail(domain)).hasSize(accepted);
        }
    }

    @Test
    void a_long_stream_is_read_from_its_snapshot_unless_that_has_another_shape() {
        String domain = fresh("long");
        for (int i = 0; i < 130; i++) {
            commands.ask(new Claim(domain, "op"));
        }
        await().atMost(SOON)
                .until(() -> jdbi.withHandle(db -> db.createQuery(
                                        "select count(*) from snapshot_event_entry where aggregate_identifier = ?")
                                .bind(0, "domain:" + domain)
                                .mapTo(Long.class)
                                .one())
                        > 0);
        commands.ask(new Claim(domain, "op"));
        assertThat(trail(domain)).hasSize(131).last().isEqualTo("again-130");
        jdbi.useHandle(db -> db.execute(
                "update snapshot_event_entry set payload_revision = 'of old', payload = '{\"state\": 1}'"
                        + " where aggregate_identifier = ?",
                "domain:" + domain));
        commands.ask(new Claim(domain, "op"));
        assertThat(trail(domain)).hasSize(132).last().isEqualTo("again-131");
    }

    @Test
    void a_policy_with_a_bug_is_tried_again_like_any_other() {
        String domain = fresh("x-broken").replace(".test", ".policy.test");
        commands.ask(new Claim(domain, "op"));
        await().atMost(Duration.ofSeconds(12)).untilAsserted(() -> assertThat(stored(domain))
                .isEqualTo(2)); // well before the lease of the first attempt is over
    }

    @Test
    void an_old_version_of_an_event_is_read_through_its_upcaster() {
        String domain = fresh("old");
        commands.ask(new Claim(domain, "op"));
        jdbi.useHandle(db -> db.execute(
                """
                insert into domain_event_entry (aggregate_identifier, sequence_number, type, event_identifier, time_stamp,
                    payload_type, payload_revision, payload, meta_data)
                values (?, 1, 'domain', ?, now(), 'org.fediversity.DomainVerified', '0', cast(? as json), '{}')""",
                "domain:" + domain,
                UUID.randomUUID().toString(),
                "{\"domain\":\"" + domain + "\",\"owner\":\"long-ago\"}"));
        await().atMost(SOON).untilAsserted(() -> assertThat(verified(domain)).isEqualTo("long-ago"));
        assertThat(Topic.of("config").await(DomainVerified.class, domain).operator())
                .isEqualTo("long-ago");
        assertThat(commands.ask(new Claim(domain, "op")).events()).hasSize(1);
    }

    private String verified(String domain) {
        return jdbi.withHandle(db -> db.createQuery("select coalesce(verified, '') from claims where domain = ?")
                .bind(0, domain)
                .mapTo(String.class)
                .one());
    }

    @Test
    void a_policy_acts_on_what_happened_and_tries_again_when_it_fails() {
        String easy = fresh("easy").replace(".test", ".policy.test");
        String hard = fresh("hard-slow").replace(".test", ".policy.test");
        commands.ask(new Claim(easy, "op"));
        commands.ask(new Claim(hard, "op"));
        await().atMost(SOON).untilAsserted(() -> assertThat(verified(easy)).isEqualTo("op"));
        await().atMost(SOON).untilAsserted(() -> assertThat(verified(hard)).isEqualTo("op"));
        assertThat(Toy.VerifyWhenClaimed.ATTEMPTS.get(hard)).hasValue(3);
        assertThat(stored(hard)).isEqualTo(2);
        await().atMost(SOON).untilAsserted(() -> assertThat(tasksOf(hard)).isZero());
    }

    private long tasksOf(String subject) {
        return jdbi.withHandle(db -> db.createQuery("select count(*) from policy_task where subject = ?")
                .bind(0, subject)
                .mapTo(Long.class)
                .one());
    }

    private static DeploymentCreated created(String name, String domain) {
        return new DeploymentCreated(
                UUID.randomUUID().toString(), "op", name, "alpha", "monolithic", domain, List.of());
    }

    private static Topic.Message behind(Topic.Message first, Topic.Message next) {
        return new Topic.Message(first.key(), next.headers(), next.data());
    }

    @Test
    void a_message_delivered_ten_times_has_one_effect() {
        String domain = fresh("ten-times");
        Topic topic = Topic.of("deployment");
        Topic.Message message = topic.message(created("plain", domain));
        for (int i = 0; i < 10; i++) {
            topic.publish(message);
        }
        String last = fresh("behind-them");
        topic.publish(behind(message, topic.message(created("plain", last))));
        await().atMost(SOON).untilAsserted(() -> assertThat(trail(last)).hasSize(1));
        assertThat(trail(domain)).containsExactly("first");
    }

    @Test
    void a_poison_message_parks_its_key_and_not_the_topic_and_is_redriven_in_order() throws Exception {
        Topic topic = Topic.of("deployment");
        String poisoned = fresh("poisoned");
        Topic.Message poison = topic.message(created("poison", poisoned));
        topic.publish(poison);
        topic.publish(behind(poison, topic.message(created("plain", poisoned))));
        String free = fresh("free");
        topic.publish(created("plain", free));
        await().atMost(SOON).untilAsserted(() -> assertThat(trail(free)).containsExactly("first"));
        await().atMost(SOON).untilAsserted(() -> assertThat(inboxes.parked()).isEqualTo(2));
        assertThat(trail(poisoned)).isEmpty();
        Toy.ClaimForDeployments.cured = true;
        try {
            await().atMost(SOON).untilAsserted(() -> {
                inboxes.redrive(true);
                assertThat(inboxes.parked()).isZero();
            });
            await().atMost(SOON).untilAsserted(() -> assertThat(trail(poisoned)).containsExactly("first", "again-1"));
        } finally {
            Toy.ClaimForDeployments.cured = false;
        }
    }

    @Test
    void views_rebuilt_twice_are_the_same_and_the_old_ones_serve_meanwhile() throws Exception {
        String domain = fresh("rebuilt");
        commands.ask(new Claim(domain, "op"));
        Set<String> seen = new HashSet<>();
        try (var other = Executors.newSingleThreadExecutor()) {
            var reading = other.submit(() -> {
                for (int i = 0; i < 40; i++) {
                    seen.add(String.join(" ", trail(domain)));
                    commands.ask(new Claim(fresh("meanwhile"), "op"));
                }
                return true;
            });
            rebuild.rebuild();
            reading.get();
        }
        assertThat(seen).containsExactly("first");
        List<String> live = dump();
        rebuild.rebuild();
        assertThat(dump()).isEqualTo(live);
        rebuild.rebuild();
        assertThat(dump()).isEqualTo(live);
        assertThat(rebuild.progress().done()).isPositive();
        commands.ask(new Claim(domain, "op"));
        assertThat(trail(domain)).containsExactly("first", "again-1");
    }

    private List<String> dump() {
        return jdbi.withHandle(db -> db.createQuery("select claims::text from claims order by domain")
                .mapTo(String.class)
                .list());
    }

    @Test
    void the_vault_gives_back_what_it_was_given_and_the_database_does_not() {
        byte[] secret = "correct horse battery staple".getBytes(StandardCharsets.UTF_8);
        String reference = vault.put("somebody", secret);
        assertThat(reference).startsWith("config/");
        assertThat(vault.get(reference)).hasValue(secret);
        assertThat(jdbi.<String, RuntimeException>withHandle(
                        db -> db.createQuery("select encode(sealed, 'escape') from vault where reference = ?")
                                .bind(0, reference)
                                .mapTo(String.class)
                                .one()))
                .doesNotContain("horse");
        assertThat(vault.fingerprint(secret)).hasSize(12).isEqualTo(vault.fingerprint(secret));
        vault.forgetAll("somebody");
        assertThat(vault.get(reference)).isEmpty();
    }

    @Test
    void a_refusal_of_a_sent_command_is_a_value() {
        String domain = fresh("twice");
        assertThat(commands.send(new Claim(domain, "op"))).isInstanceOf(Decision.Accepted.class);
        assertThat(commands.send(new Claim(domain, "other"))).isInstanceOf(Decision.Refused.class);
    }
}
