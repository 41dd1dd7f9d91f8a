package org.fediversity.runtime.toy;

import static java.util.Objects.requireNonNull;

import io.quarkus.bootstrap.app.QuarkusBootstrap;
import io.quarkus.paths.PathList;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.fediversity.servers.Child;
import org.fediversity.servers.Java;
import org.fediversity.servers.Ports;
import org.fediversity.servers.Program;
import org.fediversity.testing.Servers;
import org.jspecify.annotations.Nullable;

/// The toy as a process of its own, as a service is in production, so that it can be killed.
final class ToyService implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Path jar;
    private final String context;
    private final Servers.Database database;
    private final String kafka;
    private final Program program;
    private final int port = Ports.free();
    private @Nullable Child child;

    private ToyService(Path jar, Path files, String name, String context, Servers.Database database, String kafka) {
        this.jar = jar;
        this.context = context;
        this.database = database;
        this.kafka = kafka;
        List<String> command = new ArrayList<>(Java.command(128));
        Map.of(
                        "quarkus.http.port", String.valueOf(port),
                        "quarkus.oidc.tenant-enabled", "false",
                        "quarkus.datasource.jdbc.url", database.url(),
                        "quarkus.datasource.username", database.user(),
                        "quarkus.datasource.password", database.password(),
                        "kafka.bootstrap.servers", kafka,
                        "fediversity.data", files.resolve("data").toString(),
                        "toy.context", context)
                .forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-jar", jar.toString()));
        var ready = URI.create("http://localhost:" + port + "/q/health/ready");
        program = new Program(name, command, Map.of(), files, files, "TERM", () -> answers(ready));
    }

    /// An instance that does not run yet.
    ///
    /// @param jar     from [#build(Path)]
    /// @param context the service it is an instance of
    static ToyService of(Path jar, Path files, String name, String context, Servers.Database database, String kafka) {
        return new ToyService(jar, files, name, context, database, kafka);
    }

    /// Another instance of the same service.
    ToyService another(String name, Path files) {
        return new ToyService(jar, files, name, context, database, kafka);
    }

    /// Runs it, for the first time or again, and waits until it is ready.
    void start() {
        child = program.start().awaitReady(PATIENCE);
    }

    private static boolean answers(URI uri) {
        try {
            return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Whether the claim was accepted; what was not answered may or may not have been.
    boolean claim(String domain) throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/claims/" + domain))
                .POST(HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(30))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 204;
        } catch (IOException e) {
            return false;
        }
    }

    /// `kill -9`: no shutdown, no last word.
    void kill() {
        Child running = requireNonNull(child);
        ProcessHandle.of(running.pid().orElseThrow()).orElseThrow().destroyForcibly();
        running.exit().join();
        running.close();
        child = null;
    }

    @Override
    public void close() {
        if (child != null) {
            child.close();
        }
    }

    /// Builds the toy as Maven would build a service: the runtime's classes and those of this package.
    ///
    /// @return the runnable jar
    static Path build(Path target) throws Exception {
        Path module = Path.of("").toAbsolutePath();
        Path tests = module.resolve("target/test-classes");
        Path toy = Files.createDirectories(target.resolve("classes"));
        try (var files = Files.walk(tests)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = tests.relativize(file).toString();
                if (name.startsWith("db/") || name.matches("org/fediversity/runtime/toy/Toy(\\$.*)?\\.class")) {
                    Path copy = toy.resolve(name);
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
        Properties settings = new Properties();
        settings.setProperty("quarkus.application.name", "toy");
        try (var application = QuarkusBootstrap.builder()
                .setApplicationRoot(PathList.of(module.resolve("target/classes"), toy))
                .setProjectRoot(module)
                .setTargetDirectory(target)
                .setMode(QuarkusBootstrap.Mode.PROD)
                .setLocalProjectDiscovery(true)
                .setBaseName("toy")
                .setBuildSystemProperties(settings)
                .build()
                .bootstrap()) {
            return application
                    .createAugmentor()
                    .createProductionApplication()
                    .getJar()
                    .getPath();
        }
    }
}
