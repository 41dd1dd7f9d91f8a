package org.fediversity.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.fediversity.runtime.store.Wake;
import org.fediversity.testing.Servers;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class ViewRebuildTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    ViewRebuild rebuild;

    @Inject
    DataSource database;

    @Inject
    Jdbi jdbi;

    @Inject
    Wake wake;

    private static String fresh(String name) {
        return name + "-" + UUID.randomUUID() + ".test";
    }

    private static void insert(Connection db, String domain, int sequence) throws SQLException {
        try (var insert = db.prepareStatement("""
                insert into domain_event_entry (aggregate_identifier, sequence_number, type, event_identifier,
                    time_stamp, payload_type, payload_revision, payload, meta_data)
                values (?, ?, 'domain', ?, now(), 'org.fediversity.DomainClaimed', '1', cast(? as json), '{}')""")) {
            insert.setString(1, "domain:" + domain);
            insert.setInt(2, sequence);
            insert.setString(3, UUID.randomUUID().toString());
            insert.setString(
                    4, "{\"domain\":\"%s\",\"operator\":\"op\",\"challenge\":\"c%d\"}".formatted(domain, sequence));
            insert.executeUpdate();
        }
    }

    private void append(String domain, int sequence) throws SQLException {
        try (Connection db = database.getConnection()) {
            insert(db, domain, sequence);
        }
        wake.now();
    }

    private Connection transaction() throws SQLException {
        Connection db = database.getConnection();
        db.setAutoCommit(false);
        return db;
    }

    private String trail(String domain) {
        return jdbi.withHandle(db -> db.createQuery("select trail from claims where domain = ?")
                .bind(0, domain)
                .mapTo(String.class)
                .findOne()
                .orElse(""));
    }

    private void awaitTrail(String domain, String trail) {
        await().atMost(SOON).untilAsserted(() -> assertThat(trail(domain)).isEqualTo(trail));
    }

    private void awaitWaiting(int batchesAndSwaps) {
        await().atMost(SOON)
                .until(() -> jdbi.withHandle(db -> db.createQuery(
                                "select count(*) from pg_locks where locktype = 'advisory' and not granted"
                                        + " and database = (select oid from pg_database where datname = current_database())")
                        .mapTo(Integer.class)
                        .one()
                        .equals(batchesAndSwaps)));
    }

    @Test
    void what_is_stored_while_the_live_views_lag_is_shown_once() throws Exception {
        String domain = fresh("lagging");
        String slow = fresh("slow");
        String before = fresh("before");
        try (Connection held = transaction();
                Connection lag = transaction();
                var other = Executors.newSingleThreadExecutor()) {
            insert(held, slow, 0);
            append(before, 0);
            awaitTrail(before, "c0");
            lag.createStatement().execute("select pg_advisory_xact_lock(" + Views.SWAP_LOCK + ")");
            append(domain, 0);
            awaitWaiting(1);
            append(domain, 1);
            append(domain, 2);
            held.commit();
            var rebuilding = other.submit(() -> {
                rebuild.rebuild();
                return true;
            });
            awaitWaiting(2);
            lag.commit();
            rebuilding.get(20, TimeUnit.SECONDS);
        }
        append(domain, 3);
        awaitTrail(domain, "c0 c1 c2 c3");
        awaitTrail(slow, "c0");
        awaitTrail(before, "c0");
        append(slow, 1);
        awaitTrail(slow, "c0 c1");
    }

    @Test
    void a_transaction_held_open_over_a_rebuild_is_shown_once_it_ends() throws Exception {
        String slow = fresh("slow");
        String quick = fresh("quick");
        try (Connection held = transaction()) {
            insert(held, slow, 0);
            append(quick, 0);
            awaitTrail(quick, "c0");
            rebuild.rebuild();
            assertThat(trail(quick)).isEqualTo("c0");
            assertThat(trail(slow)).isEmpty();
            held.commit();
        }
        awaitTrail(slow, "c0");
        rebuild.rebuild();
        assertThat(trail(slow)).isEqualTo("c0");
        assertThat(trail(quick)).isEqualTo("c0");
    }
}
