package org.fediversity.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A running [Program]. It ends with this Java process, even if that is killed.
public final class Child implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final Program program;
    private final Process process;
    private final CompletableFuture<Integer> exit;

    Child(Program program, Process process) {
        this.program = program;
        this.process = process;
        // A closed standard input also ends what a killed guard has left behind.
        this.exit = process.onExit().thenApply(ended -> {
            closeInput();
            return ended.exitValue();
        });
        Shutdown.add(this);
    }

    public Program program() {
        return program;
    }

    /// Process id of the program itself; empty before it runs and after it ended.
    public OptionalLong pid() {
        try {
            return OptionalLong.of(
                    Long.parseLong(Files.readString(program.pidFile()).strip()));
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    public boolean alive() {
        return process.isAlive();
    }

    /// Completes with the exit code.
    public CompletableFuture<Integer> exit() {
        return exit;
    }

    /// Waits until the program serves.
    ///
    /// @throws IllegalStateException if it ends or the patience does; the message holds the end of its log
    public Child awaitReady(Duration patience) {
        Instant until = Instant.now().plus(patience);
        while (!program.ready().getAsBoolean()) {
            if (!process.isAlive()) {
                throw new IllegalStateException(
                        program.name() + " ended with code " + process.exitValue() + ":\n" + logTail());
            }
            if (Instant.now().isAfter(until)) {
                throw new IllegalStateException(
                        program.name() + " was not ready in " + patience.toSeconds() + " s:\n" + logTail());
            }
            pause();
        }
        return this;
    }

    /// The last lines of its log.
    public String logTail() {
        try {
            List<String> lines = new String(Files.readAllBytes(program.log()), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            return "(no log)";
        }
    }

    /// Asks it to end, waits, and ends it.
    @Override
    public void close() {
        closeInput();
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                pid().ifPresent(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Shutdown.remove(this);
    }

    private void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // it has gone already
        }
    }

    private void pause() {
        try {
            process.waitFor(50, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while " + program.name() + " started", e));
        }
    }
}
