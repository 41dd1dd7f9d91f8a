package org.fediversity.deployment.driver.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A process that was started here, by this service or by an earlier run of it.
final class Child {
    /// Start times are computed from the time of boot, which two processes may see a little differently.
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(3);

    private static final Optional<Path> SETSID = Programs.find("setsid", Programs.path());
    private static final Path PROC = Path.of("/proc");

    private final ProcessHandle handle;
    private final Instant startedAt;
    private final @Nullable Process process;

    private Child(ProcessHandle handle, @Nullable Process process) {
        this.handle = handle;
        this.process = process;
        this.startedAt = handle.info().startInstant().orElseGet(Instant::now);
    }

    /// Starts a command in a session of its own, so that a signal to this service does not reach it.
    static Child start(List<String> command, Map<String, String> environment, Path directory, Path log)
            throws IOException {
        List<String> words = new ArrayList<>();
        SETSID.ifPresent(program -> words.add(program.toString()));
        words.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        return new Child(process.toHandle(), process);
    }

    /// The process, if it still runs and is the one that was started then; an id alone may have been given anew.
    static Optional<Child> find(long pid, long startedAtMillis) {
        return ProcessHandle.of(pid)
                .filter(handle -> handle.info()
                        .startInstant()
                        .map(start -> Duration.between(start, Instant.ofEpochMilli(startedAtMillis))
                                        .abs()
                                        .compareTo(CLOCKS_DIFFER)
                                < 0)
                        .orElse(false))
                .map(handle -> new Child(handle, null))
                .filter(Child::isAlive);
    }

    long pid() {
        return handle.pid();
    }

    Instant startedAt() {
        return startedAt;
    }

    /// Whether it runs. A child of our own that has ended counts as running until its exit code has been collected, so
    /// that whoever sees it ended may ask for its last words.
    boolean isAlive() {
        return process != null ? process.isAlive() : handle.isAlive() && !isZombie(handle.pid());
    }

    /// Waits until it has ended.
    boolean endsWithin(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (isAlive() && System.nanoTime() < end) {
            pause(25);
        }
        return !isAlive();
    }

    /// How a child of our own has ended.
    OptionalInt exitCode() {
        return process != null && !process.isAlive() ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
    }

    /// `exit code 1`, where it is known.
    String lastWords() {
        return process != null && !process.isAlive() ? "exit code " + process.exitValue() : "exit code unknown";
    }

    /// Asks it to end, waits, and then ends it and all it started by force.
    ///
    /// @return whether it ended by itself
    boolean stop(String signal, Duration patience) {
        List<ProcessHandle> tree = handle.descendants().toList();
        boolean orderly = true;
        if (isAlive()) {
            send(signal, String.valueOf(pid()));
            orderly = endsWithin(patience);
        }
        if (SETSID.isPresent()) {
            send("KILL", "-" + pid()); // its session: also what its parent has left
        }
        handle.destroyForcibly();
        Stream.concat(tree.stream(), handle.descendants()).forEach(ProcessHandle::destroyForcibly);
        endsWithin(Duration.ofSeconds(10));
        return orderly;
    }

    private static void send(String signal, String target) {
        try {
            Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -s \"$1\" -- \"$2\"", "kill", signal, target)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!kill.waitFor(5, TimeUnit.SECONDS)) {
                kill.destroyForcibly();
            }
        } catch (IOException e) {
            // force follows
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A dead process that nobody has waited for still has an id; it serves nobody.
    private static boolean isZombie(long pid) {
        Path stat = PROC.resolve(pid + "/stat");
        try {
            if (!Files.exists(stat)) {
                return false;
            }
            String line = Files.readString(stat);
            return line.startsWith("Z", line.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return false;
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
