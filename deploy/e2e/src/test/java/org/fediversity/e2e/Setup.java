package org.fediversity.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The set-up under test: one for all journeys, started at first use, ended with the JVM. It runs what the build that
/// runs the tests has made.
final class Setup {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String PORT_OFFSET = "10000";
    private static final Setup RUNNING = start();

    private final Path home;
    private final Properties ports = new Properties();

    private Setup(Path home) {
        this.home = home;
        try (var reader = Files.newBufferedReader(home.resolve("ports.properties"))) {
            ports.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Setup running() {
        return RUNNING;
    }

    int port(String role) {
        return Integer.parseInt(ports.getProperty(role));
    }

    String gateway() {
        return "http://localhost:" + port("gateway");
    }

    String tokenEndpoint() {
        return "http://localhost:" + port("keycloak") + "/realms/fediversity/protocol/openid-connect/token";
    }

    /// The process of a service, as its pid file says now; empty while it is being started anew.
    Optional<ProcessHandle> process(String service) {
        try {
            var pid = Files.readString(home.resolve("run").resolve(service + ".pid"))
                    .strip();
            return ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive);
        } catch (IOException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    /// Every log of the set-up, to look for what must not be in them.
    Stream<Path> logs() throws IOException {
        return Files.walk(home).filter(file -> file.toString().endsWith(".log") && Files.isRegularFile(file));
    }

    private static Setup start() {
        return Optional.ofNullable(System.getProperty("fediversity.home"))
                .filter(given -> !given.isBlank())
                .map(given -> new Setup(Path.of(given)))
                .orElseGet(Setup::startOwn);
    }

    private static Setup startOwn() {
        var root = Path.of(System.getProperty("fediversity.root"));
        var home = root.resolve("deploy/e2e/target/setup");
        try {
            emptied(home);
            shareDownloads(root, home);
            var log = Files.createDirectories(home.resolve("logs")).resolve("up.log");
            var builder = new ProcessBuilder(
                            root.resolve("fediversity").toString(), "up", "--no-build", "--port-offset", PORT_OFFSET)
                    .directory(root.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().put("FEDIVERSITY_HOME", home.toString());
            var up = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(up)));
            awaitReady(up, home, log);
            return new Setup(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitReady(Process up, Path home, Path log) throws IOException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(home.resolve("run/ready"))) {
            try {
                if (up.waitFor(200, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                    throw new IllegalStateException("the set-up is not up:\n" + Files.readString(log));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private static void end(Process up) {
        up.destroy();
        try {
            if (!up.waitFor(90, TimeUnit.SECONDS)) {
                up.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void emptied(Path home) throws IOException {
        if (Files.exists(home)) {
            try (var files = Files.walk(home)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(home);
    }

    /// Unpacked servers are the same in every set-up.
    private static void shareDownloads(Path root, Path home) throws IOException {
        var cache = Files.createDirectories(root.resolve(".fediversity/cache"));
        try {
            Files.createSymbolicLink(home.resolve("cache"), cache);
        } catch (FileAlreadyExistsException _) {
            // shared already
        }
    }
}
