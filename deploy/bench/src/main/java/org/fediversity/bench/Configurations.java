package org.fediversity.bench;

import com.sun.net.httpserver.HttpServer;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fediversity.runtime.Json;
import org.fediversity.servers.Artefacts;
import org.fediversity.servers.Ports;
import org.jdbi.v3.core.Jdbi;

/// Ten thousand deployments with a hundred revisions each: reading and listing beside the same with a single
/// deployment.
/// The first deployment and its first revision are made through the API; all others are its events over again, under
/// other names, written into the event stores of the running services.
@ApplicationScoped
class Configurations implements Measurement {
    private static final int DEPLOYMENTS = Integer.getInteger("bench.deployments", 10_000);
    private static final int REVISIONS = Integer.getInteger("bench.revisions", 100);
    private static final int ASKED = 300;
    private static final int PORTION = 100;
    private static final Duration PATIENCE = Duration.ofHours(1);

    @Override
    public String name() {
        return "configurations";
    }

    @Override
    public void run(Surroundings surroundings) throws Exception {
        HttpServer provisioning = environment();
        int configPort = Ports.free();
        int deploymentPort = Ports.free();
        Map<String, String> neighbours = Map.of(
                "fediversity.services.config.url",
                "http://localhost:" + configPort,
                "fediversity.services.deployment.url",
                "http://localhost:" + deploymentPort,
                "fediversity.services.provisioning.url",
                Surroundings.address(provisioning),
                "fediversity.modules",
                Artefacts.root().resolve("nix/applications").toString(),
                "fediversity.edge.port",
                "0");
        Service config = surroundings.service("config-service", "config", with(neighbours, configPort));
        Service deployment = surroundings.service("deployment-service", "deployment", with(neighbours, deploymentPort));
        String id = first(config, deployment);
        Figures.print("deployments", 1, "");
        measure(config, deployment, id);

        Jdbi configs = surroundings.database("config");
        Jdbi deployments = surroundings.database("deployment");
        long start = System.nanoTime();
        multiplyDeployments(deployments, id);
        await(deployments, "select count(*) from view.deployment", DEPLOYMENTS);
        multiplyRevisions(configs, id);
        await(configs, "select count(*) from view.revision", (long) DEPLOYMENTS * REVISIONS);
        double seconds = (System.nanoTime() - start) / 1e9;
        Figures.print("deployments", DEPLOYMENTS, "with " + REVISIONS + " revisions each");
        Figures.print("written and shown", DEPLOYMENTS * (REVISIONS + 1.0) / seconds, "events per second");
        measure(config, deployment, name(DEPLOYMENTS / 2));
        Figures.print("memory of config-service", Streams.resident(config) / 1024.0, "MiB");
        Figures.print("memory of deployment-service", Streams.resident(deployment) / 1024.0, "MiB");
        Figures.print(
                "database of config-service",
                configs.withHandle(db -> db.createQuery("select pg_database_size(current_database())")
                                .mapTo(Long.class)
                                .one())
                        / 1048576.0,
                "MiB");
        provisioning.stop(0);
    }

    private static Map<String, String> with(Map<String, String> settings, int port) {
        var more = new java.util.HashMap<>(settings);
        more.put("quarkus.http.port", Integer.toString(port));
        return more;
    }

    /// The one question that creating a deployment asks of provisioning-service.
    private static HttpServer environment() throws java.io.IOException {
        HttpServer server = Surroundings.server();
        byte[] answer = """
                {"name": "alpha", "title": "Alpha", "backend": "process", "topologies": ["monolithic"],
                 "provider": "bench"}""".getBytes(StandardCharsets.UTF_8);
        server.createContext("/internal/environments/alpha", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        return server;
    }

    /// @return its id
    private static String first(Service config, Service deployment) throws Exception {
        config.post("/api/v1/operators", "{\"displayName\": \"Bench\", \"email\": \"bench@example.org\"}");
        config.post("/api/v1/domains", "{\"name\": \"bench.localhost\"}");
        String id = Json.tree(deployment.post("/api/v1/deployments", """
                                {"name": "notes", "environment": "alpha", "topology": "monolithic",
                                 "domain": "bench.localhost", "applications": [{"name": "notes"}]}"""))
                .path("id")
                .asText();
        config.post("/api/v1/deployments/" + id + "/configuration", """
                {"applications": {"notes": {"title": "Notes of the bench", "username": "bench"}}}""");
        return id;
    }

    private static String name(int number) {
        return "bench-%06d".formatted(number);
    }

    private static void multiplyDeployments(Jdbi db, String id) {
        db.useHandle(handle -> handle.createUpdate("""
                        insert into domain_event_entry (aggregate_identifier, sequence_number, type, event_identifier, time_stamp,
                                payload_type, payload_revision, payload, meta_data)
                        select replace(e.aggregate_identifier, :id, n.name), e.sequence_number, e.type, gen_random_uuid()::text,
                               now(), e.payload_type, e.payload_revision,
                               replace(e.payload::text, :id, n.name)::json, e.meta_data
                        from domain_event_entry e,
                             (select 'bench-' || lpad(i::text, 6, '0') as name from generate_series(2, :deployments) i) n
                        where e.payload::text like '%' || :id || '%' order by n.name, e.sequence_number
                        """)
                .bind("id", id)
                .bind("deployments", DEPLOYMENTS)
                .execute());
    }

    /// A portion of deployments per transaction, so that readers follow. The first deployment gets its other revisions,
    /// too.
    private static void multiplyRevisions(Jdbi db, String id) {
        for (int from = 1; from <= DEPLOYMENTS; from += PORTION) {
            int first = from;
            db.useHandle(handle -> handle.createUpdate("""
                            insert into domain_event_entry (aggregate_identifier, sequence_number, type, event_identifier, time_stamp,
                                    payload_type, payload_revision, payload, meta_data)
                            select replace(e.aggregate_identifier, :id, n.name), n.revision - 1, e.type,
                                   gen_random_uuid()::text, now(), e.payload_type, e.payload_revision,
                                   replace(replace(replace(e.payload::text, :id, n.name),
                                       '"revision":1', '"revision":' || n.revision),
                                       'Notes of the bench', 'Notes of the bench, edition ' || n.revision)::json,
                                   e.meta_data
                            from domain_event_entry e,
                                 (select case i when 1 then :id else 'bench-' || lpad(i::text, 6, '0') end as name, revision
                                  from generate_series(:from, :until) i, generate_series(1, :revisions) revision
                                  where i > 1 or revision > 1) n
                            where e.aggregate_identifier = 'configuration:' || :id and e.sequence_number = 0
                            order by n.name, n.revision
                            """)
                    .bind("id", id)
                    .bind("from", first)
                    .bind("until", Math.min(first + PORTION - 1, DEPLOYMENTS))
                    .bind("revisions", REVISIONS)
                    .execute());
        }
    }

    private static void await(Jdbi db, String count, long wanted) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (db.withHandle(
                        handle -> handle.createQuery(count).mapTo(Long.class).one())
                < wanted) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("the views do not get there: " + count);
            }
            Thread.sleep(1000);
        }
    }

    private static void measure(Service config, Service deployment, String id) throws Exception {
        String configuration = "/api/v1/deployments/" + id + "/configuration";
        time("configuration", () -> config.get(configuration));
        time("50 revisions", () -> config.get(configuration + "/revisions?limit=50"));
        time("one revision", () -> config.get(configuration + "/revisions/1"));
        time("deployment", () -> deployment.get("/api/v1/deployments/" + id));
        time("50 deployments", () -> deployment.get("/api/v1/deployments?limit=50"));
    }

    private static void time(String what, Callable<String> question) throws Exception {
        for (int i = 0; i < ASKED / 3; i++) {
            question.call();
        }
        long[] took = new long[ASKED];
        for (int i = 0; i < ASKED; i++) {
            long start = System.nanoTime();
            question.call();
            took[i] = System.nanoTime() - start;
        }
        Figures.percentiles(what, took);
    }
}
