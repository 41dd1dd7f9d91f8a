package org.fediversity.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.fediversity.servers.Ports;

/// Which role listens where. Kept beside the data, because addresses of databases and buckets stand in it.
record PortMap(Map<Role, Integer> ports) {
    PortMap {
        ports = Map.copyOf(ports);
    }

    int of(Role role) {
        return ports.getOrDefault(role, role.usualPort);
    }

    String url(Role role) {
        return "http://localhost:" + of(role);
    }

    /// The usual ports, moved.
    static PortMap usual(int offset, Map<Role, Integer> chosen) {
        Map<Role, Integer> ports = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            ports.put(role, chosen.getOrDefault(role, role.usualPort + offset));
        }
        return new PortMap(ports);
    }

    /// As the last `up` used them; the usual ones where there was none.
    static PortMap kept(Path file) {
        Properties kept = new Properties();
        if (Files.exists(file)) {
            try (var reader = Files.newBufferedReader(file)) {
                kept.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        Map<Role, Integer> ports = new EnumMap<>(Role.class);
        kept.forEach((role, port) -> ports.put(Role.named(role.toString()), Integer.valueOf(port.toString())));
        return usual(0, ports);
    }

    void keep(Path file) {
        String text = Arrays.stream(Role.values())
                .map(role -> role + "=" + of(role))
                .collect(Collectors.joining("\n", "", "\n"));
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What to do about a taken port.
    String complaint(Role role) {
        return ("Port %d is taken; it is wanted for %s (%s). Free it, or choose another:"
                        + " ./fediversity up --port %s=PORT, or move all: --port-offset 10000")
                .formatted(of(role), role, role.purpose, role);
    }

    /// Roles whose port somebody else has.
    List<Role> taken() {
        return Arrays.stream(Role.values())
                .filter(role -> !Ports.available(of(role)))
                .toList();
    }
}
