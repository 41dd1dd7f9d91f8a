package org.fediversity.config;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.fediversity.config.Garden.options;
import static org.fediversity.config.Garden.patch;
import static org.fediversity.config.Garden.path;
import static org.fediversity.config.Garden.read;
import static org.fediversity.config.Garden.stage;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.fediversity.contracts.ConfigEvent.ConfigurationStaged;
import org.fediversity.runtime.process.ViewRebuild;
import org.fediversity.runtime.vault.Vault;
import org.fediversity.testing.Servers;
import org.fediversity.testing.Topic;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/// Secrets that go in come out nowhere: not in answers, tables, messages or logs.
@QuarkusTest
@QuarkusTestResource(Servers.class)
@TestSecurity(
        user = "op-1",
        roles = {"operator", "maintainer", "service"})
class SecretsTest {
    private static final Logger ROOT = Logger.getLogger("");

    @Inject
    FakeDeployments deployments;

    @Inject
    Jdbi jdbi;

    @Inject
    Vault vault;

    @Inject
    ViewRebuild rebuild;

    private final List<String> answers = new ArrayList<>();

    private static final class Captured extends Handler {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        Captured() {
            setLevel(Level.ALL);
        }

        @Override
        public void publish(LogRecord record) {
            var trace = new StringWriter();
            if (record.getThrown() != null) {
                record.getThrown().printStackTrace(new PrintWriter(trace));
            }
            lines.add(record.getMessage() + " " + Arrays.toString(record.getParameters()) + " " + trace);
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    private static String canary() {
        return "canary-" + UUID.randomUUID();
    }

    @Test
    void a_secret_is_nowhere_to_be_found() throws Exception {
        String first = canary();
        String second = canary();
        String nested = canary();
        String refused = canary();
        String broken = canary();
        String garden = Garden.fresh();
        var captured = new Captured();
        Logger ours = Logger.getLogger("org.fediversity");
        ours.setLevel(Level.ALL);
        ROOT.addHandler(captured);
        try {
            String id = Garden.deployment(deployments, garden);
            keep(stage(
                            id,
                            options(
                                    garden,
                                    "{\"title\": \"One\", \"password\": \"%s\", \"mail\": {\"password\": \"%s\"}}"
                                            .formatted(first, nested)))
                    .statusCode(201));
            keep(patch(id, "*", options(garden, "{\"password\": \"" + second + "\"}"))
                    .statusCode(201));
            keep(stage(id, options(garden, "{\"title\": 5, \"password\": \"" + refused + "\"}"))
                    .statusCode(422));
            keep(stage(id, options(garden, "{\"title\": \"x\", \"password\": \"" + refused + " with spaces\"}"))
                    .statusCode(422));
            keep(stage(id, options(garden, "{\"title\": \"x\", \"password\": {\"" + refused + "\": 1}}"))
                    .statusCode(422));
            keep(stage(id, options(garden, "{\"title\": \"x\", \"password\": [\"" + refused + "\"]}"))
                    .statusCode(422));
            keep(stage(id, "{\"applications\": {\"" + garden + "\": {\"password\": \"" + broken + "\"")
                    .statusCode(400));
            keep(given().contentType(Garden.YAML)
                    .body(Garden.bytes("applications: {" + garden + ": {password: \"" + broken + "\", [}}"))
                    .post(path(id))
                    .then()
                    .statusCode(400));
            keep(read(id));
            for (String part :
                    new String[] {"/revisions", "/revisions/1", "/revisions/2", "/diff", "/diff?from=1&to=2", "/schema"
                    }) {
                keep(given().get(path(id) + part).then().statusCode(200));
            }
            keep(given().get("/internal/deployments/" + id + "/requirements")
                    .then()
                    .statusCode(200));
            rebuild.rebuild();
            Topic.of("config")
                    .await(message -> message.key().equals(id)
                            && message.as(ConfigurationStaged.class).revision() == 2);
            assertThat(sealed(id)).contains(first, second, nested);
        } finally {
            ROOT.removeHandler(captured);
            ours.setLevel(null);
        }
        assertThat(captured.lines).anyMatch(line -> line.contains("StageConfiguration"));
        List<String> messages =
                Topic.of("config").read().stream().map(Topic.Message::toString).toList();
        for (String canary : List.of(first, second, nested, refused, broken)) {
            for (String form : forms(canary)) {
                assertThat(answers).noneMatch(answer -> answer.contains(form));
                assertThat(captured.lines).noneMatch(line -> line.contains(form));
                assertThat(messages).noneMatch(message -> message.contains(form));
                assertThat(tablesWith(form)).isEmpty();
            }
        }
    }

    private void keep(io.restassured.response.ValidatableResponse response) {
        answers.add(response.extract().headers() + "\n" + response.extract().asString());
    }

    /// As it is, and as it would look encoded.
    private static List<String> forms(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        return List.of(
                secret,
                HexFormat.of().formatHex(bytes),
                Base64.getEncoder().withoutPadding().encodeToString(bytes));
    }

    /// What the vault holds, so that the search is known to be for something that is there.
    private List<String> sealed(String owner) {
        return jdbi
                .withHandle(db -> db.createQuery("select reference from vault where owner = ?")
                        .bind(0, owner)
                        .mapTo(String.class)
                        .list())
                .stream()
                .map(reference -> new String(vault.get(reference).orElseThrow(), StandardCharsets.UTF_8))
                .toList();
    }

    private List<String> tablesWith(String text) {
        return jdbi.withHandle(db -> {
            List<String> tables = db.createQuery(
                            "select format('%I.%I', table_schema, table_name) from information_schema.tables"
                                    + " where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')")
                    .mapTo(String.class)
                    .list();
            assertThat(tables).contains("public.domain_event_entry", "public.vault", "view.revision");
            return tables.stream()
                    .filter(table -> db.createQuery("select exists (select 1 from " + table
                                    + " t where position(:text in t::text) > 0)")
                            .bind("text", text)
                            .mapTo(Boolean.class)
                            .one())
                    .toList();
        });
    }
}
