package org.fediversity.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.fediversity.servers.Artefacts;
import org.fediversity.servers.Child;
import org.fediversity.servers.Kafka;
import org.fediversity.servers.Ports;
import org.fediversity.servers.Postgresql;
import org.fediversity.servers.S3;
import org.fediversity.servers.Shutdown;
import org.fediversity.servers.Trees;
import org.postgresql.Driver;

/// One server of each kind per JVM, started at first use. Quarkus loads this class anew for each application, so what
/// runs is remembered in system properties.
final class Shared {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String PASSWORD = "postgres";
    private static final String PREFIX = "fediversity.test.running.";

    private Shared() {}

    record Postgres(String host, int port, String user, String password) {
        void createDatabase(String name) {
            Properties login = new Properties();
            login.setProperty("user", user);
            login.setProperty("password", password);
            try (Connection connection =
                            new Driver().connect("jdbc:postgresql://" + host + ":" + port + "/postgres", login);
                    Statement statement = connection.createStatement()) {
                statement.execute("create database " + name);
            } catch (SQLException e) {
                throw new IllegalStateException("no database for the test", e);
            }
        }
    }

    static Postgres postgres() {
        String[] address = once("postgresql", () -> Docker.answers() ? Docker.postgres() : embeddedPostgres())
                .split(" ");
        return new Postgres(address[0], Integer.parseInt(address[1]), Postgresql.USER, PASSWORD);
    }

    static String kafka() {
        return once("kafka", () -> Docker.answers() ? Docker.kafka() : embeddedKafka());
    }

    static Servers.Bucketeer s3() {
        return new Servers.Bucketeer(once("s3", Shared::embeddedS3), "test-key", "test-secret-key");
    }

    private static String embeddedPostgres() {
        Path files = directory();
        int port = Ports.free();
        Path home = Postgresql.install(Artefacts.directory());
        run(Postgresql.program(
                        home,
                        files.resolve("data"),
                        files,
                        port,
                        PASSWORD,
                        Map.of(
                                "fsync", "off",
                                "synchronous_commit", "off",
                                "full_page_writes", "off",
                                "max_connections", "300",
                                "shared_buffers", "64MB"))
                .start());
        return "localhost " + port;
    }

    private static String embeddedKafka() {
        Path files = directory();
        int port = Ports.free();
        run(Kafka.program(files.resolve("data"), files, port, Ports.free()).start());
        return "localhost:" + port;
    }

    private static String embeddedS3() {
        Path files = directory();
        int port = Ports.free();
        run(S3.program(files.resolve("data"), files, port, "test-key", "test-secret-key")
                .start());
        return "http://localhost:" + port;
    }

    private static void run(Child child) {
        child.awaitReady(PATIENCE);
    }

    private static String once(String server, Supplier<String> start) {
        synchronized (System.class) {
            String address = System.getProperty(PREFIX + server);
            if (address == null) {
                address = start.get();
                System.setProperty(PREFIX + server, address);
            }
            return address;
        }
    }

    private static Path directory() {
        try {
            Path directory = Files.createTempDirectory("fediversity-server-");
            Shutdown.last(() -> Trees.delete(directory));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
