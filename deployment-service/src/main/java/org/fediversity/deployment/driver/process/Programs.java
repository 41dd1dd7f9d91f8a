package org.fediversity.deployment.driver.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// Where programs lie.
final class Programs {
    private Programs() {}

    /// The path that components get: the Java that runs this service first, so that `java` is one that is known to be
    /// new enough, then what this service was started with.
    static String path() {
        String own = System.getenv("PATH");
        return Path.of(System.getProperty("java.home"), "bin")
                + File.pathSeparator
                + (own == null ? "/usr/local/bin:/usr/bin:/bin" : own);
    }

    /// Looks a command's first word up, as a shell would.
    static Optional<Path> find(String program, String path) {
        if (program.contains("/")) {
            return Optional.of(Path.of(program)).filter(Files::isExecutable);
        }
        return Stream.of(path.split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }
}
