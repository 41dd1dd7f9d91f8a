package org.fediversity.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.fediversity.servers.Shutdown;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./fediversity up`
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Builds what changed and starts everything: PostgreSQL, Kafka, Keycloak, S3 and the five services.",
            "Runs until Ctrl-C, which stops all of it; the data stays and the next up goes on with it."
        },
        footerHeading = "%nPorts, by name: ",
        footer = "gateway 8080, edge 8088, config 8101, deployment 8102, provisioning 8103, migration 8104, keycloak"
                + " 8180, postgresql 15432, kafka 19092, kafka-controller 19093, s3 19000. They are kept beside the data"
                + " and used again until other ones are asked for.")
final class Up implements Callable<Integer> {
    @Option(names = "--detach", description = "Return once everything serves, and leave it running.")
    boolean detach;

    @Option(
            names = "--only-servers",
            description = "Only PostgreSQL, Kafka, Keycloak and S3, for who runs the services from an IDE.")
    boolean onlyServers;

    @Option(names = "--no-build", description = "Run what is built, whether or not it changed.")
    boolean noBuild;

    @Option(names = "--port-offset", paramLabel = "N", description = "Add N to every usual port.")
    int offset;

    @Option(
            names = "--port",
            paramLabel = "NAME=PORT",
            description = "Another port for one of them, e.g. --port gateway=9080; may be repeated.")
    Map<Role, Integer> chosen = new LinkedHashMap<>();

    @Override
    public Integer call() {
        Home home = Home.here();
        Console console = new Console(System.out);
        if (detach) {
            return new Detached(home, console).start(arguments());
        }
        if (!Lock.take(home)) {
            console.print("Already up" + (Files.exists(home.ready()) ? ".\n" + Welcome.text(home) : ", and starting."));
            return 0;
        }
        home.notReady();
        LeftOvers leftOvers = new LeftOvers(home);
        int ended = leftOvers.endChildren() + leftOvers.endApplications();
        if (ended > 0) {
            console.say("up", ended + " processes that an earlier run left behind were ended");
        }
        PortMap ports = offset == 0 && chosen.isEmpty() ? PortMap.kept(home.ports()) : PortMap.usual(offset, chosen);
        List<Role> taken = ports.taken();
        if (!taken.isEmpty()) {
            taken.forEach(role -> System.err.println(ports.complaint(role)));
            return 1;
        }
        ports.keep(home.ports());
        List<Role> wanted = onlyServers ? List.of() : Services.ROLES;
        return run(home, console, new Stack(home, ports, console, wanted, !noBuild));
    }

    private static int run(Home home, Console console, Stack stack) {
        CountDownLatch stopped = new CountDownLatch(1);
        Shutdown.first(() -> {
            console.say("down", "stopping");
            home.notReady();
            stack.stop();
            console.say("down", "all stopped; the data is kept in " + home.shown(home.directory()));
            stopped.countDown();
        });
        try {
            stack.start();
        } catch (IllegalStateException e) {
            console.print("\nNot up: " + e.getMessage() + "\n");
            return 1; // leaving ends what was started
        }
        console.print(Welcome.text(home));
        console.print("Ctrl-C stops everything.\n");
        try {
            Files.writeString(home.ready(), "");
            stopped.await();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private List<String> arguments() {
        List<String> arguments = new java.util.ArrayList<>(List.of("up", "--port-offset", "" + offset));
        if (noBuild) {
            arguments.add("--no-build");
        }
        if (onlyServers) {
            arguments.add("--only-servers");
        }
        chosen.forEach((role, port) -> arguments.addAll(List.of("--port", role + "=" + port)));
        return arguments;
    }
}
