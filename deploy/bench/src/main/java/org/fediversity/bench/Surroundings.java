package org.fediversity.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fediversity.servers.Artefacts;
import org.fediversity.servers.Http;
import org.fediversity.servers.Java;
import org.fediversity.servers.Kafka;
import org.fediversity.servers.Ports;
import org.fediversity.servers.Postgresql;
import org.fediversity.servers.Program;
import org.fediversity.servers.Shutdown;
import org.fediversity.servers.Trees;

/// The servers of one run - PostgreSQL as durable as ever, Kafka, the gateway - with data that is thrown away when the
// run ends.
final class Surroundings {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String PASSWORD = "bench";

    private final Path directory;
    private final int postgresql = Ports.free();
    private final int kafka = Ports.free();
    private final Optional<Integer> gateway;
    private final Issuer issuer;

    Surroundings() throws IOException, GeneralSecurityException {
        directory = Files.createTempDirectory("fediversity-bench-");
        Shutdown.last(() -> Trees.delete(directory));
        issuer = new Issuer();
        Postgresql.program(
                        Postgresql.install(Artefacts.directory()),
                        directory.resolve("postgresql"),
                        directory,
                        postgresql,
                        PASSWORD,
                        Map.of("max_connections", "100"))
                .start()
                .awaitReady(PATIENCE);
        Kafka.program(directory.resolve("kafka"), directory, kafka, Ports.free())
                .start()
                .awaitReady(PATIENCE);
        Postgresql.createDatabase(postgresql, PASSWORD, "bench", PASSWORD);
        Postgresql.createDatabase(postgresql, PASSWORD, "gateway", PASSWORD);
        gateway = startGateway();
    }

    /// What the service under test needs to know.
    Map<String, String> settings(String database) throws IOException {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        var data = Files.createDirectories(directory.resolve(database + "-data"));
        return Map.of(
                "quarkus.datasource.jdbc.url", Postgresql.url(postgresql, database),
                "quarkus.datasource.username", database,
                "quarkus.datasource.password", PASSWORD,
                "kafka.bootstrap.servers", "localhost:" + kafka,
                "fediversity.data", data.toString(),
                "fediversity.vault.key", Base64.getEncoder().encodeToString(key),
                "fediversity.oidc.issuer", issuer.address(),
                "quarkus.log.file.path", directory.resolve(database + ".log").toString());
    }

    /// Where the live stream of events is; empty if the gateway has not been built.
    Optional<String> gateway() {
        return gateway.map(port -> "http://localhost:" + port);
    }

    String token() throws GeneralSecurityException {
        return issuer.token();
    }

    private Optional<Integer> startGateway() throws IOException {
        var jar = Artefacts.root().resolve("gateway/target/quarkus-app/quarkus-run.jar");
        if (!Files.isRegularFile(jar)) {
            return Optional.empty();
        }
        int port = Ports.free();
        var command = new ArrayList<>(Java.command(256));
        settings("gateway").forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-Dquarkus.http.port=" + port, "-jar", jar.toString()));
        var health = URI.create("http://localhost:" + port + "/q/health/live");
        new Program("gateway", command, Map.of(), directory, directory, "TERM", () -> Http.answers(health))
                .start()
                .awaitReady(PATIENCE);
        return Optional.of(port);
    }
}
