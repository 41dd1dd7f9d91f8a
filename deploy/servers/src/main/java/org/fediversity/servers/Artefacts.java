package org.fediversity.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where the files of the servers lie: the build of this module writes it down.
public final class Artefacts {
    private Artefacts() {}

    /// The class path (or the one file) of a server: `kafka`, `postgresql`, `s3`, `keycloak`.
    public static String of(String server) {
        Path file = directory().resolve(server + ".classpath");
        if (!Files.isRegularFile(file)) {
            throw new IllegalStateException(file + " is missing: build it with ./mvnw -pl deploy/servers install");
        }
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A directory of the build in which unpacked files may be kept.
    public static Path directory() {
        return root().resolve("deploy/servers/target");
    }

    /// The checkout: as the build says (`fediversity.root`), else found upwards from the working directory.
    public static Path root() {
        return Optional.ofNullable(System.getProperty("fediversity.root"))
                .map(Path::of)
                .orElseGet(() -> above(Path.of("").toAbsolutePath()));
    }

    private static Path above(Path start) {
        for (Path at = start; at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve("deploy/servers/pom.xml"))) {
                return at;
            }
        }
        throw new IllegalStateException("no checkout of Fediversity above " + start);
    }
}
