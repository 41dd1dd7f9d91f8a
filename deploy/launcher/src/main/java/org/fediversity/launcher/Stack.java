package org.fediversity.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.fediversity.servers.Artefacts;
import org.fediversity.servers.Kafka;
import org.fediversity.servers.Keycloak;
import org.fediversity.servers.Postgresql;
import org.fediversity.servers.Program;
import org.fediversity.servers.S3;

/// Everything that runs: the servers, then the services. What does not depend on each other starts at the same time.
final class Stack {
    private static final long LARGEST_LOG = 10_000_000;

    private final Home home;
    private final PortMap ports;
    private final Secrets secrets;
    private final Console console;
    private final List<Role> wanted;
    private final boolean builds;
    private final Services services;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Supervised> servers = new ConcurrentLinkedQueue<>();
    private final Queue<Supervised> running = new ConcurrentLinkedQueue<>();

    /// @param wanted which services to run
    /// @param builds whether to build what changed first
    Stack(Home home, PortMap ports, Console console, List<Role> wanted, boolean builds) {
        this.builds = builds;
        this.wanted = wanted;
        this.home = home;
        this.ports = ports;
        this.console = console;
        this.secrets = new Secrets(home.secrets());
        this.services = new Services(home, ports, secrets);
    }

    /// Builds, starts and waits until all serve.
    ///
    /// @throws IllegalStateException with what went wrong, if anything does
    void start() {
        rotateLogs();
        Environments.write(home, ports);
        secrets.of("database.postgres");
        var build = run(() -> {
            if (builds && !wanted.isEmpty()) {
                new Build(home, console).bringUpToDate();
            }
        });
        var postgresql = run(this::postgresql);
        var keycloak = postgresql.thenRunAsync(this::keycloak, threads);
        var kafka = run(() -> server(() -> Kafka.program(
                home.data("kafka"), home.directory(), ports.of(Role.KAFKA), ports.of(Role.KAFKA_CONTROLLER))));
        var s3 = run(() -> server(() ->
                S3.program(home.data("s3"), home.directory(), ports.of(Role.S3), "fediversity", secrets.of("s3"))));
        var ready = CompletableFuture.allOf(build, postgresql, kafka, s3);
        List<CompletableFuture<Void>> all = Stream.concat(
                        Stream.of(keycloak),
                        wanted.stream().map(role -> ready.thenRunAsync(() -> service(role), threads)))
                .toList();
        awaitAll(all);
    }

    /// Ends everything: services, deployed applications, then servers, databases last.
    void stop() {
        running.parallelStream().forEach(Supervised::stop);
        int applications = new LeftOvers(home).endApplications();
        if (applications > 0) {
            console.say("applications", applications + " ended");
        }
        servers.parallelStream().filter(server -> !isDatabase(server)).forEach(Supervised::stop);
        servers.stream().filter(Stack::isDatabase).forEach(Supervised::stop);
    }

    private static boolean isDatabase(Supervised server) {
        return server.name().equals("postgresql");
    }

    private void postgresql() {
        int port = ports.of(Role.POSTGRESQL);
        String password = secrets.of("database.postgres");
        Path binaries = Postgresql.install(home.cache());
        server(() -> Postgresql.program(
                binaries,
                home.data("postgresql"),
                home.directory(),
                port,
                password,
                Map.of("max_connections", "300", "shared_buffers", "128MB")));
        Stream.concat(Services.ROLES.stream().map(Role::toString), Stream.of("keycloak"))
                .forEach(name -> Postgresql.createDatabase(port, password, name, secrets.of("database." + name)));
    }

    private void keycloak() {
        if (!Files.isDirectory(home.cache().resolve("keycloak-" + keycloakVersion()))) {
            console.say("keycloak", "is unpacked and optimised, once; that takes a minute");
        }
        Path binaries = Keycloak.install(home.cache());
        Keycloak.Settings settings = new Keycloak.Settings(
                ports.of(Role.KEYCLOAK),
                Realm.NAME,
                Postgresql.url(ports.of(Role.POSTGRESQL), "keycloak"),
                "keycloak",
                secrets.of("database.keycloak"),
                secrets.of("keycloak.admin"));
        server(() -> Keycloak.program(binaries, home.directory(), settings, Realm.json(secrets)));
    }

    private static String keycloakVersion() {
        return Path.of(Artefacts.of("keycloak"))
                .getFileName()
                .toString()
                .replace("keycloak-quarkus-dist-", "")
                .replace(".zip", "");
    }

    private void server(Supplier<Program> recipe) {
        Supervised server = Supervised.start(console, recipe, threads);
        servers.add(server);
        server.awaitReady();
    }

    private void service(Role role) {
        Supervised service = Supervised.start(console, () -> services.program(role), threads);
        running.add(service);
        service.awaitReady();
    }

    private CompletableFuture<Void> run(Runnable work) {
        return CompletableFuture.runAsync(work, threads);
    }

    /// The first failure ends the waiting.
    private static void awaitAll(List<CompletableFuture<Void>> all) {
        CompletableFuture<Void> failed = new CompletableFuture<>();
        all.forEach(one -> one.whenComplete((_, failure) -> {
            if (failure != null) {
                failed.completeExceptionally(failure);
            }
        }));
        CompletableFuture<Void> done = CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
        try {
            CompletableFuture.anyOf(done, failed).join();
        } catch (CompletionException e) {
            Throwable cause = e;
            while (cause instanceof CompletionException && cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw cause instanceof IllegalStateException state ? state : new IllegalStateException(cause);
        }
    }

    private void rotateLogs() {
        if (!Files.isDirectory(home.logs())) {
            return;
        }
        try (Stream<Path> logs = Files.list(home.logs())) {
            for (Path log :
                    logs.filter(file -> file.toString().endsWith(".log")).toList()) {
                if (Files.size(log) > LARGEST_LOG) {
                    Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
