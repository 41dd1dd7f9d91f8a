package org.fediversity.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fediversity.servers.Artefacts;

/// Where things lie: the checkout, and `.fediversity` in it (or where `FEDIVERSITY_HOME` says) for all that a run
/// makes.
record Home(Path root, Path directory) {
    static Home here() {
        Path root = Artefacts.root();
        String chosen = System.getenv("FEDIVERSITY_HOME");
        return new Home(
                root,
                chosen == null ? root.resolve(".fediversity") : Path.of(chosen).toAbsolutePath());
    }

    Path data(String name) {
        return directory.resolve("data").resolve(name);
    }

    Path logs() {
        return directory.resolve("logs");
    }

    Path run() {
        return directory.resolve("run");
    }

    /// Unpacked servers, shared by all set-ups of a checkout.
    Path cache() {
        return root.resolve(".fediversity/cache");
    }

    Path environments() {
        return directory.resolve("environments");
    }

    Path ports() {
        return directory.resolve("ports.properties");
    }

    Path secrets() {
        return directory.resolve("secrets.properties");
    }

    /// Exists while everything serves.
    Path ready() {
        return run().resolve("ready");
    }

    /// Says that not everything serves, or not any more.
    void notReady() {
        try {
            Files.deleteIfExists(ready());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// As a person would type it.
    String shown(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path).toString() : path.toString();
    }
}
