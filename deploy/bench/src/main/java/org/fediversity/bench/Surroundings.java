package org.fediversity.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.fediversity.servers.Artefacts;
import org.fediversity.servers.Child;
import org.fediversity.servers.Http;
import org.fediversity.servers.Java;
import org.fediversity.servers.Kafka;
import org.fediversity.servers.Ports;
import org.fediversity.servers.Postgresql;
import org.fediversity.servers.Program;
import org.fediversity.servers.Shutdown;
import org.fediversity.servers.Trees;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// The servers of one run - PostgreSQL as durable as ever, Kafka, the services that are asked for - with data that is
/// thrown away when the run ends.
final class Surroundings {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String PASSWORD = "bench";

    private final Path directory;
    private final int postgresql = Ports.free();
    private final int kafka = Ports.free();
    private final Issuer issuer;
    private @Nullable Service gateway;

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
    }

    /// What a service needs to know.
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
                "quarkus.oidc-client.auth-server-url", issuer.address(),
                "quarkus.log.file.path", directory.resolve(database + ".log").toString());
    }

    /// The gateway as it is shipped, but for who may ask how often; one for all measurements of a run.
    Service gateway() throws IOException, GeneralSecurityException {
        Service running = gateway;
        if (running == null) {
            running = service(
                    "gateway",
                    "gateway",
                    Map.of("fediversity.webhooks.allow", "127.0.0.0/8", "fediversity.gateway.burst", "100000"));
            gateway = running;
        }
        return running;
    }

    /// The same gateway, asked by somebody who is nothing but an operator.
    Service gatewayAsOperator(String subject) throws IOException, GeneralSecurityException {
        Service running = gateway();
        return new Service(running.address(), issuer.token(subject, "\"operator\""), running.process());
    }

    /// Starts a service of the set-up with a database of its own.
    ///
    /// @param module its folder
    /// @param more   settings; `quarkus.http.port` is any free one if it is not among them
    Service service(String module, String database, Map<String, String> more)
            throws IOException, GeneralSecurityException {
        var jar = Artefacts.root().resolve(module + "/target/quarkus-app/quarkus-run.jar");
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(
                    module + " has not been built: ./mvnw -pl " + module + " -am package -DskipTests");
        }
        Postgresql.createDatabase(postgresql, PASSWORD, database, PASSWORD);
        Map<String, String> settings = new HashMap<>(settings(database));
        settings.put("quarkus.http.port", Integer.toString(Ports.free()));
        settings.putAll(more);
        List<String> command = new ArrayList<>(Java.command(256));
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-jar", jar.toString()));
        String address = "http://localhost:" + settings.get("quarkus.http.port");
        var health = URI.create(address + "/q/health/live");
        Child process = new Program(
                        module, command, Map.of(), Artefacts.root(), directory, "TERM", () -> Http.answers(health))
                .start()
                .awaitReady(PATIENCE);
        return new Service(address, issuer.token("bench", Issuer.ALL_ROLES), process);
    }

    Jdbi database(String name) {
        return Jdbi.create(Postgresql.url(postgresql, name), name, PASSWORD);
    }

    /// An HTTP server on a free port of this machine, one virtual thread per request.
    static HttpServer server() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return server;
    }

    static String address(HttpServer server) {
        return "http://localhost:" + server.getAddress().getPort();
    }
}
