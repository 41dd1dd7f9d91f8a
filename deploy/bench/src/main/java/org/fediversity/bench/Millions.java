package org.fediversity.bench;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/// A history of ten million events: a page of it, a proof in it, its export. It is copied into the gateway's tables,
/// tree and all; the answers are the gateway's.
@ApplicationScoped
class Millions implements Measurement {
    private static final int EVENTS = Integer.getInteger("bench.events", 10_000_000);
    private static final int DEPLOYMENTS = 10_000;
    private static final int OPERATORS = 1_000;
    private static final int ASKED = 500;
    private static final int EXPORTED = 200_000;
    private static final HexFormat HEX = HexFormat.of();

    @Override
    public String name() {
        return "millions";
    }

    @Override
    public void run(Surroundings surroundings) throws Exception {
        Service gateway = surroundings.gateway();
        Jdbi db = surroundings.database("gateway");
        fill(db);
        Figures.print("events", EVENTS, "");
        time("page of 200, auditor", gateway, () -> "/api/v1/events?limit=200&after=" + anywhere());
        time(
                "page of 200 of one deployment",
                gateway,
                () -> "/api/v1/events?limit=200&deployment=d" + anywhere() % DEPLOYMENTS);
        Service operator = surroundings.gatewayAsOperator("op7");
        time(
                "page of 200, operator of ten deployments",
                operator,
                () -> "/api/v1/events?limit=200&after=" + anywhere());
        time(
                "inclusion proof",
                gateway,
                () -> "/api/v1/ledger/proofs/inclusion?position=" + anywhere() + "&size=" + EVENTS);
        time(
                "consistency proof",
                gateway,
                () -> "/api/v1/ledger/proofs/consistency?from=" + (1 + anywhere()) + "&to=" + EVENTS);
        export(gateway);
    }

    private static int anywhere() {
        return ThreadLocalRandom.current().nextInt(EVENTS - 1);
    }

    private static void fill(Jdbi jdbi) throws Exception {
        jdbi.useHandle(db -> {
            db.execute("truncate history, ledger_node");
            db.execute("update history_head set size = 0, peaks = ''");
            db.execute(
                    "insert into history_deployment select 'd' || i, 'op' || i % ?, 'alpha'"
                            + " from generate_series(0, ?) i on conflict do nothing",
                    OPERATORS, DEPLOYMENTS - 1);
        });
        byte[][] peaks = new byte[Integer.SIZE - 1][];
        var sha = MessageDigest.getInstance("SHA-256");
        try (var entries = jdbi.open();
                var nodes = jdbi.open();
                var entryRows = copy(
                        entries.getConnection().unwrap(PGConnection.class),
                        "history (position, event_id, context, type, time, actor, deployment, operator, environments, entry)");
                var nodeRows =
                        copy(nodes.getConnection().unwrap(PGConnection.class), "ledger_node (level, index, hash)")) {
            for (int i = 0; i < EVENTS; i++) {
                String entry = entry(i);
                String row = i + "\te" + i
                        + "\tconfig\torg.fediversity.ConfigurationDeployed\t2026-11-01T00:00:00Z\toperator:bench\td"
                        + i % DEPLOYMENTS + "\top" + i % OPERATORS + "\t{}\t" + entry + "\n";
                entryRows.write(row.getBytes(StandardCharsets.UTF_8));
                sha.update((byte) 0);
                byte[] hash = sha.digest(entry.getBytes(StandardCharsets.UTF_8));
                int level = 0;
                node(nodeRows, level, i, hash);
                for (int index = i; (index & 1) == 1; index >>= 1) {
                    sha.update((byte) 1);
                    sha.update(peaks[level]);
                    hash = sha.digest(hash);
                    level++;
                    node(nodeRows, level, index >> 1, hash);
                }
                peaks[level] = hash;
            }
        }
        byte[] edge = new byte[0];
        for (int level = peaks.length - 1; level >= 0; level--) {
            if ((EVENTS >> level & 1) == 1) {
                int at = edge.length;
                edge = Arrays.copyOf(edge, at + 32);
                System.arraycopy(peaks[level], 0, edge, at, 32);
            }
        }
        byte[] whole = edge;
        jdbi.useHandle(db -> {
            db.execute("update history_head set size = ?, peaks = ?", EVENTS, whole);
            db.execute("vacuum analyze history");
            db.execute("vacuum analyze ledger_node");
        });
    }

    private static String entry(int position) {
        return ("{\"position\":%d,\"id\":\"e%d\",\"type\":\"org.fediversity.ConfigurationDeployed\","
                        + "\"source\":\"/fediversity/local/config\",\"subject\":\"d%d\",\"time\":\"2026-11-01T00:00:00Z\","
                        + "\"actor\":\"operator:bench\",\"correlationId\":\"c%d\",\"causationId\":\"c%d\",\"sequence\":%d,"
                        + "\"version\":1,\"data\":{\"deployment\":\"d%d\",\"revision\":%d}}")
                .formatted(
                        position,
                        position,
                        position % DEPLOYMENTS,
                        position,
                        position,
                        position / DEPLOYMENTS,
                        position % DEPLOYMENTS,
                        1 + position / DEPLOYMENTS);
    }

    private static PGCopyOutputStream copy(PGConnection connection, String table) throws java.sql.SQLException {
        return new PGCopyOutputStream(connection, "copy " + table + " from stdin");
    }

    private static void node(PGCopyOutputStream rows, int level, int index, byte[] hash) throws java.io.IOException {
        rows.write((level + "\t" + index + "\t\\\\x" + HEX.formatHex(hash) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private interface Question {
        String next();
    }

    private static void time(String what, Service gateway, Question question) throws Exception {
        for (int i = 0; i < ASKED / 5; i++) {
            gateway.get(question.next());
        }
        long[] took = new long[ASKED];
        for (int i = 0; i < ASKED; i++) {
            String path = question.next();
            long start = System.nanoTime();
            gateway.get(path);
            took[i] = System.nanoTime() - start;
        }
        Figures.percentiles(what, took);
    }

    private static void export(Service gateway) throws Exception {
        long start = System.nanoTime();
        var response = gateway.client()
                .send(
                        gateway.request("/api/v1/events?after=" + (EVENTS - EXPORTED - 1))
                                .header("Accept", "application/x-ndjson")
                                .build(),
                        HttpResponse.BodyHandlers.ofLines());
        long lines = response.body().count();
        Figures.print("export", lines * 1e9 / (System.nanoTime() - start), "lines per second (of " + lines + ")");
    }
}
