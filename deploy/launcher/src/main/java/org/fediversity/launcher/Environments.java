package org.fediversity.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Writes the two sample environments with the ports of this set-up.
final class Environments {
    private Environments() {}

    static void write(Home home, PortMap ports) {
        try (Stream<Path> samples = Files.list(home.root().resolve("deploy/samples/environments"))) {
            Files.createDirectories(home.environments());
            for (Path sample : samples.toList()) {
                String text = Files.readString(sample)
                        .replace("port: " + Role.POSTGRESQL.usualPort, "port: " + ports.of(Role.POSTGRESQL))
                        .replace("localhost:" + Role.S3.usualPort, "localhost:" + ports.of(Role.S3));
                Files.writeString(home.environments().resolve(sample.getFileName()), text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the environments", e);
        }
    }
}
