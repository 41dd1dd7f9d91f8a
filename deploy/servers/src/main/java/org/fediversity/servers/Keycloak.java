package org.fediversity.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Keycloak on a PostgreSQL database, with one realm that is imported when it is not there yet.
public final class Keycloak {
    private static final Duration BUILD = Duration.ofMinutes(5);
    private static final String BUILT = "fediversity.built";

    private Keycloak() {}

    /// Where Keycloak listens and keeps its data.
    ///
    /// @param realm name of the realm, whose answer means that Keycloak serves
    public record Settings(
            int port, String realm, String databaseUrl, String databaseUser, String databasePassword, String admin) {}

    /// Unpacks Keycloak below a directory and optimises it for PostgreSQL, once. Takes a minute the first time.
    ///
    /// @return its home
    public static Path install(Path below) {
        Path archive = Path.of(Artefacts.of("keycloak"));
        String name =
                archive.getFileName().toString().replace("-quarkus-dist", "").replace(".zip", "");
        Path home = below.resolve(name);
        if (Files.exists(home.resolve(BUILT))) {
            return home;
        }
        try {
            Files.createDirectories(below);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (FileChannel channel = FileChannel.open(
                        below.resolve("keycloak.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            if (Files.exists(home.resolve(BUILT))) {
                return home; // somebody else was faster
            }
            Trees.delete(home);
            unpack(archive, below);
            optimise(home, below.resolve("keycloak-build.log"));
            Files.createFile(home.resolve(BUILT));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot install Keycloak", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return home;
    }

    /// Says how to run it.
    ///
    /// @param realm the realm as JSON
    public static Program program(Path home, Path files, Settings settings, String realm) {
        Path imports = home.resolve("data/import");
        try {
            Files.createDirectories(imports);
            Private.write(imports.resolve(settings.realm() + "-realm.json"), realm);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare Keycloak", e);
        }
        String url = "http://localhost:" + settings.port();
        List<String> command = List.of(
                home.resolve("bin/kc.sh").toString(),
                "start",
                "--optimized",
                "--import-realm",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + settings.port(),
                "--hostname=" + url,
                "--db-url=" + settings.databaseUrl(),
                "--db-username=" + settings.databaseUser(),
                "--db-pool-max-size=10",
                "--log-level=warn,org.keycloak.events:error");
        Map<String, String> environment = Map.of(
                "JAVA_HOME",
                Java.home().toString(),
                "JAVA_OPTS_KC_HEAP",
                "-Xms64m -Xmx384m",
                "JAVA_OPTS_APPEND",
                "-XX:TieredStopAtLevel=1",
                "KC_DB_PASSWORD",
                settings.databasePassword(),
                "KC_BOOTSTRAP_ADMIN_USERNAME",
                "admin",
                "KC_BOOTSTRAP_ADMIN_PASSWORD",
                settings.admin());
        URI probe = URI.create(url + "/realms/" + settings.realm());
        return new Program("keycloak", command, environment, home, files, "TERM", () -> Http.answers(probe));
    }

    private static void optimise(Path home, Path log) throws IOException, InterruptedException {
        ProcessBuilder build = new ProcessBuilder(
                        home.resolve("bin/kc.sh").toString(),
                        "build",
                        "--db=postgres",
                        "--cache=local",
                        "--health-enabled=false",
                        "--metrics-enabled=false")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        build.environment().put("JAVA_HOME", Java.home().toString());
        build.environment().put("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1");
        Process process = build.start();
        if (!process.waitFor(BUILD.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException("Keycloak could not be built:\n" + Files.readString(log));
        }
    }

    private static void unpack(Path archive, Path to) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                Path path = to.resolve(entry.getName()).normalize();
                if (!path.startsWith(to)) {
                    throw new IOException("entry outside the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Files.createDirectories(path.getParent());
                try (InputStream content = zip.getInputStream(entry)) {
                    Files.copy(content, path);
                }
                if (path.getFileName().toString().endsWith(".sh")) {
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
        }
    }
}
