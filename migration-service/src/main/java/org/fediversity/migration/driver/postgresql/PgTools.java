package org.fediversity.migration.driver.postgresql;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The programs pg_dump and pg_restore, where the machine has them: in the configured directory, on PATH, or where
/// Debian keeps them.
///
/// @param directory holds both
/// @param major     their version
record PgTools(Path directory, int major) {
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    /// Those of the server's own version: older ones refuse it, newer ones write what it does not understand.
    ///
    /// @param configured a directory, or empty
    static Optional<PgTools> serving(int serverMajor, String configured) {
        return directories(configured).stream()
                .distinct()
                .flatMap(directory -> in(directory).stream())
                .filter(tools -> tools.major == serverMajor)
                .findFirst();
    }

    String dump() {
        return directory.resolve("pg_dump").toString();
    }

    String restore() {
        return directory.resolve("pg_restore").toString();
    }

    private static List<Path> directories(String configured) {
        if (configured.equals("none")) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        if (!configured.isEmpty()) {
            found.add(Path.of(configured));
        }
        String path = System.getenv("PATH");
        if (path != null) {
            Arrays.stream(path.split(File.pathSeparator))
                    .filter(part -> !part.isEmpty())
                    .map(Path::of)
                    .forEach(found::add);
        }
        if (Files.isDirectory(DEBIAN)) {
            try (Stream<Path> versions = Files.list(DEBIAN)) {
                versions.map(version -> version.resolve("bin")).forEach(found::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }

    private static Optional<PgTools> in(Path directory) {
        boolean both =
                Files.isExecutable(directory.resolve("pg_dump")) && Files.isExecutable(directory.resolve("pg_restore"));
        return both ? version(directory).map(major -> new PgTools(directory, major)) : Optional.empty();
    }

    private static Optional<Integer> version(Path directory) {
        try {
            Process process = new ProcessBuilder(directory.resolve("pg_dump").toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher matcher = VERSION.matcher(said);
            boolean fine = process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
            return fine && matcher.find() ? Optional.of(Integer.parseInt(matcher.group(1))) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
