package org.fediversity.notes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A copy of every note as it was published, one file each on a volume, for people to take along.
@Singleton
final class Archive {
    private final Path directory;
    private final ObjectMapper json;

    Archive(Settings settings, ObjectMapper json) throws IOException {
        directory = Files.createDirectories(settings.archive());
        this.json = json;
    }

    void keep(UUID note, Map<String, Object> published) {
        try {
            var part = Files.writeString(
                    directory.resolve(note + ".part"),
                    json.writerWithDefaultPrettyPrinter().writeValueAsString(published));
            Files.move(part, file(note), StandardCopyOption.ATOMIC_MOVE);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a note that is no JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<Path> find(UUID note) {
        return Optional.of(file(note)).filter(Files::isReadable);
    }

    long count() {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".json")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(UUID note) {
        return directory.resolve(note + ".json");
    }
}
