package org.fediversity.migration.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Where snapshots lie while a migration needs them: one directory each, under the migration's id.
public final class Shelf {
    private final Path directory;

    public Shelf(Path directory) {
        this.directory = directory;
    }

    /// A finished snapshot, or where it would be.
    Path finished(String migration) {
        return directory.resolve(checked(migration));
    }

    /// An empty directory to write a snapshot into.
    Path fresh(String migration) throws IOException {
        Path unfinished = unfinished(migration);
        delete(unfinished);
        Files.createDirectories(unfinished);
        return unfinished;
    }

    /// Puts what was written in its place.
    Path finish(String migration) throws IOException {
        Path place = finished(migration);
        delete(place);
        return Files.move(unfinished(migration), place, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Removes all there is of it.
    void remove(String migration) throws IOException {
        delete(unfinished(migration));
        delete(finished(migration));
    }

    private Path unfinished(String migration) {
        return directory.resolve(checked(migration) + ".unfinished");
    }

    private static String checked(String migration) {
        if (!migration.matches("[0-9A-Za-z-]{1,64}")) {
            throw new IllegalArgumentException("not an id of a migration");
        }
        return migration;
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(tree)) {
            List<Path> all = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path one : all) {
                Files.deleteIfExists(one);
            }
        }
    }
}
