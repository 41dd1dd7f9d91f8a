package org.fediversity.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.fediversity.gateway.view.History;
import org.fediversity.runtime.Actor;
import org.fediversity.runtime.CloudEvent;
import org.fediversity.servers.Artefacts;
import org.fediversity.servers.Child;
import org.fediversity.servers.Ports;
import org.fediversity.servers.Postgresql;
import org.fediversity.testing.Servers;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/// A set-up that lost its machine goes on from a dump, in a cluster that counts its transactions from the beginning.
@QuarkusTest
@QuarkusTestResource(Servers.class)
@QuarkusTestResource(Surroundings.class)
class RestoredHistoryTest {
    private static final String PASSWORD = "restored";
    private static final List<String> TABLES =
            List.of("history_head", "history", "history_deployment", "history_environment", "ledger_node");

    @TempDir
    private Path directory;

    @Inject
    Jdbi jdbi;

    @Inject
    History history;

    private record State(long size, String peaks, List<String> ids) {
        static State of(Jdbi db) {
            return db.withHandle(
                    handle -> handle.createQuery("select size, encode(peaks, 'hex') peaks from history_head")
                            .map((row, context) -> new State(
                                    row.getLong("size"),
                                    row.getString("peaks"),
                                    handle.createQuery("select event_id from history order by position")
                                            .mapTo(String.class)
                                            .list()))
                            .one());
        }
    }

    private static CloudEvent event(String id) {
        return new CloudEvent(
                "deployment",
                id,
                "/fediversity/test/deployment",
                "org.fediversity.Test",
                1,
                "restored",
                Instant.parse("2026-11-01T00:00:00Z"),
                Actor.service("test"),
                "c",
                "",
                "",
                0,
                "{\"deployment\":\"restored\"}");
    }

    @Test
    void a_fresh_cluster_changes_no_position_and_no_root_and_goes_on_where_the_other_stopped() throws Exception {
        for (int i = 0; i < 5; i++) {
            jdbi.useTransaction(db -> history.on(event("before-" + UUID.randomUUID()), db));
        }
        int port = Ports.free();
        try (Child cluster = Postgresql.program(
                        Postgresql.install(Artefacts.directory()),
                        directory.resolve("data"),
                        directory,
                        port,
                        PASSWORD,
                        Map.of())
                .start()
                .awaitReady(Duration.ofMinutes(1))) {
            assertThat(cluster.alive()).isTrue();
            Jdbi fresh = Jdbi.create(Postgresql.url(port, "postgres"), Postgresql.USER, PASSWORD);
            migrate(fresh);
            State state = restored(fresh);
            assertThat(State.of(fresh)).isEqualTo(state);

            String next = "after-" + UUID.randomUUID();
            fresh.useTransaction(db -> new History().on(event(next), db));
            fresh.useTransaction(db -> new History().on(event(state.ids().getFirst()), db));
            assertThat(State.of(fresh).size()).isEqualTo(state.size() + 1);
            assertThat(State.of(fresh).ids())
                    .startsWith(state.ids().toArray(String[]::new))
                    .endsWith(next);
        }
    }

    /// The scripts that made the other database, in their order.
    private void migrate(Jdbi fresh) throws IOException, SQLException {
        List<String> scripts = jdbi.withHandle(db -> db.createQuery(
                        "select script from flyway_schema_history where script like '%.sql' order by installed_rank")
                .mapTo(String.class)
                .list());
        try (Handle db = fresh.open();
                var statement = db.getConnection().createStatement()) {
            for (String script : scripts) {
                try (var file = Thread.currentThread().getContextClassLoader().getResourceAsStream(script)) {
                    statement.execute(new String(requireNonNull(file, script).readAllBytes(), UTF_8));
                }
            }
        }
    }

    /// @return what there was when the dump was taken
    private State restored(Jdbi fresh) throws Exception {
        return jdbi.inTransaction(from -> {
            from.execute("select size from history_head for update"); // nobody appends meanwhile
            fresh.useHandle(into -> {
                into.execute("truncate history_head");
                for (String table : TABLES) {
                    copy(postgresql(from), postgresql(into), table);
                }
            });
            return State.of(jdbi);
        });
    }

    private static PGConnection postgresql(Handle db) throws SQLException {
        return db.getConnection().unwrap(PGConnection.class);
    }

    private static void copy(PGConnection from, PGConnection into, String table) throws Exception {
        var dump = new ByteArrayOutputStream();
        from.getCopyAPI().copyOut("copy " + table + " to stdout", dump);
        into.getCopyAPI().copyIn("copy " + table + " from stdin", new ByteArrayInputStream(dump.toByteArray()));
    }
}
