package org.fediversity.launcher;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.fediversity.servers.Http;
import org.fediversity.servers.Ports;
import picocli.CommandLine.Command;

/// `./fediversity status`
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Says what runs, where, and whether it is well. Exit code 0: all of it.")
final class Status implements Callable<Integer> {
    private record Line(String name, int port, String process, boolean well) {}

    @Override
    public Integer call() {
        Home home = Home.here();
        PortMap ports = PortMap.kept(home.ports());
        Services services = new Services(home, ports, new Secrets(home.secrets()));
        List<Line> lines = new ArrayList<>();
        for (Role role : List.of(Role.POSTGRESQL, Role.KAFKA, Role.S3)) {
            lines.add(line(home, role.toString(), ports.of(role), Ports.open(ports.of(role))));
        }
        boolean keycloak = Http.answers(URI.create(services.issuer()));
        lines.add(line(home, "keycloak", ports.of(Role.KEYCLOAK), keycloak));
        for (Role role : Services.ROLES) {
            lines.add(line(home, Services.module(role), ports.of(role), Http.answers(services.health(role))));
        }
        System.out.printf("%-22s %6s %9s  %s%n", "", "port", "process", "");
        lines.forEach(line -> System.out.printf(
                "%-22s %6d %9s  %s%n", line.name, line.port, line.process, line.well ? "serves" : "does not answer"));
        boolean up = Lock.holder(home).isPresent();
        System.out.println(
                up ? "Up, looked after by process " + Lock.holder(home).getAsLong() + "." : "Not up.");
        return up && lines.stream().allMatch(Line::well) ? 0 : 3;
    }

    private static Line line(Home home, String name, int port, boolean well) {
        Path file = home.run().resolve(name + ".pid");
        try {
            return new Line(name, port, Files.readString(file).strip(), well);
        } catch (IOException e) {
            return new Line(name, port, "-", well);
        }
    }
}
