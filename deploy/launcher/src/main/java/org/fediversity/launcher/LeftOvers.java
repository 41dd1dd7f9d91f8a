package org.fediversity.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// Processes that outlive who started them: deployed applications, which survive a restart of their service on purpose,
/// and whatever remains after the launcher itself was killed.
record LeftOvers(Home home) {
    private static final Duration GRACE = Duration.ofSeconds(10);
    /// A process id is only believed if the process is as old as the file that names it.
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(5);

    /// Ends deployed applications of backend `process`.
    ///
    /// @return how many
    int endApplications() {
        return end(below(home.data("deployment"), "pid"));
    }

    /// Ends children of a launcher that is gone.
    ///
    /// @return how many
    int endChildren() {
        return end(below(home.run(), ".pid"));
    }

    private static int end(List<Path> files) {
        List<ProcessHandle> processes =
                files.stream().map(LeftOvers::process).flatMap(Optional::stream).toList();
        processes.forEach(process -> signal(process, "TERM"));
        for (ProcessHandle process : processes) {
            try {
                process.onExit().get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException e) {
                signal(process, "KILL");
                process.destroyForcibly();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return processes.size();
    }

    /// The process that a file names by its id, and by its start in milliseconds where it says so.
    private static Optional<ProcessHandle> process(Path file) {
        try {
            String[] words = Files.readString(file).strip().split("\\s+");
            Instant start = words.length > 1
                    ? Instant.ofEpochMilli(Long.parseLong(words[1]))
                    : Files.getLastModifiedTime(file).toInstant();
            return ProcessHandle.of(Long.parseLong(words[0])).filter(process -> process.info()
                    .startInstant()
                    .map(actual -> Duration.between(actual, start).abs().compareTo(CLOCKS_DIFFER) < 0)
                    .orElse(false));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// To the whole process group, which is named after the process.
    private static void signal(ProcessHandle process, String signal) {
        try {
            new ProcessBuilder(
                            "bash",
                            "-c",
                            "kill -" + signal + " -- -" + process.pid() + " || kill -" + signal + " " + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<Path> below(Path directory, String ending) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.find(
                directory,
                7,
                (file, attributes) -> file.getFileName().toString().endsWith(ending) && attributes.isRegularFile())) {
            return files.filter(file -> !file.getFileName().toString().equals("launcher.pid"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
