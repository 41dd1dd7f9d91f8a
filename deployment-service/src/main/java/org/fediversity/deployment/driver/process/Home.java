package org.fediversity.deployment.driver.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.fediversity.deployment.domain.Instance;

/// The directory of one instance:
/// `<root>/<deployment>/<environment>/<application>-<component>/<generation>/`
/// with `spec.json` (owner only), `port`, `pid` (process id, and start as milliseconds since 1970), `log`, `log.1` …
/// and `work`, where the process lives.
final class Home {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LOGS_KEPT = 3;
    private final Path directory;

    private Home(Path directory) {
        this.directory = directory;
    }

    static Home of(Path root, Instance instance) {
        Path directory = root.resolve(plain(instance.deployment()))
                .resolve(plain(instance.environment()))
                .resolve(plain(instance.application() + "-" + instance.component()))
                .resolve(plain(instance.generation()));
        return new Home(directory);
    }

    /// All homes below a root in which something is installed.
    static List<Home> all(Path root) {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.find(
                root, 5, (path, attributes) -> path.getFileName().toString().equals("spec.json"))) {
            return files.map(Path::getParent).sorted().map(Home::new).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String plain(String name) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException("not a name for a directory: " + name);
        }
        return name;
    }

    Optional<Spec> spec() {
        return read("spec.json").map(text -> {
            try {
                return JSON.readValue(text, Spec.class);
            } catch (IOException e) {
                throw new UncheckedIOException(directory + "/spec.json is damaged", e);
            }
        });
    }

    void keep(Spec spec) {
        try {
            write("spec.json", JSON.writerWithDefaultPrettyPrinter().writeValueAsString(spec));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<Integer> port() {
        return read("port").map(text -> Integer.valueOf(text.strip()));
    }

    void keepPort(int port) {
        write("port", port + "\n");
    }

    /// Process id and start, as last written.
    Optional<Child> child() {
        return read("pid").flatMap(text -> {
            String[] words = text.strip().split("\\s+");
            return words.length == 2
                    ? Child.find(Long.parseLong(words[0]), Long.parseLong(words[1]))
                    : Optional.empty();
        });
    }

    void keep(Child child) {
        write("pid", child.pid() + " " + child.startedAt().toEpochMilli() + "\n");
    }

    void forgetChild() {
        delete(directory.resolve("pid"));
    }

    Path log() {
        return directory.resolve("log");
    }

    /// What the last command said that was run beside the process; empty at first.
    Path freshSayings() {
        Path file = directory.resolve("command.log");
        delete(file);
        return file;
    }

    Path work() {
        Path work = directory.resolve("work");
        try {
            Files.createDirectories(work);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return work;
    }

    /// Copies a log that has grown too large and empties it: whoever writes it appends, and need not open it anew.
    void rotateLog(long limit) throws IOException {
        if (!Files.exists(log()) || Files.size(log()) < limit) {
            return;
        }
        for (int old = LOGS_KEPT - 1; old >= 1; old--) {
            Path from = directory.resolve("log." + old);
            if (Files.exists(from)) {
                Files.move(from, directory.resolve("log." + (old + 1)), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.copy(log(), directory.resolve("log.1"), StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel file = FileChannel.open(log(), StandardOpenOption.WRITE)) {
            file.truncate(0);
        }
    }

    /// Everything but the logs goes.
    void clear() {
        delete(directory.resolve("spec.json"));
        delete(directory.resolve("pid"));
        delete(directory.resolve("port"));
        deleteTree(directory.resolve("work"));
    }

    static void erase(Path root, String deployment, String environment) {
        Path all = root.resolve(plain(deployment));
        deleteTree(all.resolve(plain(environment)));
        try {
            Files.deleteIfExists(all);
        } catch (IOException e) {
            // another environment has something there
        }
    }

    private Optional<String> read(String name) {
        Path file = directory.resolve(name);
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whole or not at all, and readable by its owner only from its first byte on.
    private void write(String name, String text) {
        try {
            Files.createDirectories(directory);
            Path fresh = directory.resolve("." + name);
            Files.deleteIfExists(fresh);
            if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(fresh, text);
            Files.move(
                    fresh,
                    directory.resolve(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteTree(Path top) {
        if (!Files.exists(top)) {
            return;
        }
        try (Stream<Path> files = Files.walk(top)) {
            files.sorted(Comparator.reverseOrder()).forEach(Home::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
