package org.fediversity.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.fediversity.servers.Trees;

/// Real servers for tests: `@QuarkusTestResource(Servers.class)` gives a service a fresh database, a Kafka broker and a
/// directory for its state. One server of each kind serves all tests of a JVM; it is a container where a Docker daemon
/// answers and a child process elsewhere. `-Dfediversity.test.servers=embedded` or `docker` decides by hand.
public final class Servers implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        Path data = temporaryDirectory();
        Database database = postgres();
        return Map.of(
                "quarkus.datasource.jdbc.url", database.url(),
                "quarkus.datasource.username", database.user(),
                "quarkus.datasource.password", database.password(),
                "kafka.bootstrap.servers", kafka(),
                "fediversity.data", data.toString());
    }

    @Override
    public void stop() {
        // The servers serve the next test class, too; they end with the JVM.
    }

    /// A fresh, empty database.
    public static Database postgres() {
        Shared.Postgres server = Shared.postgres();
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        server.createDatabase(name);
        return new Database(server.host(), server.port(), name, server.user(), server.password());
    }

    /// Bootstrap servers of a Kafka broker.
    public static String kafka() {
        return Shared.kafka();
    }

    /// An S3 server and the key pair that opens it.
    public static Bucketeer s3() {
        return Shared.s3();
    }

    /// A database and the login of its owner.
    public record Database(String host, int port, String name, String user, String password) {
        /// As JDBC wants it.
        public String url() {
            return "jdbc:postgresql://" + host + ":" + port + "/" + name;
        }
    }

    /// An S3 endpoint, path style.
    public record Bucketeer(String endpoint, String accessKey, String secretKey) {}

    private static Path temporaryDirectory() {
        try {
            Path directory = Files.createTempDirectory("fediversity-test-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> Trees.delete(directory)));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
