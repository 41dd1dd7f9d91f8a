package org.fediversity.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// Something that can be run as a child process.
///
/// @param name        for people: `kafka`
/// @param command     program and arguments
/// @param environment added to the environment of this process
/// @param directory   working directory
/// @param files       where `logs/<name>.log` and `run/<name>.pid` are written
/// @param stopSignal  what ends it in an orderly way: `TERM`, or `INT` for PostgreSQL
/// @param ready       whether it serves now
public record Program(
        String name,
        List<String> command,
        Map<String, String> environment,
        Path directory,
        Path files,
        String stopSignal,
        BooleanSupplier ready) {
    /// Runs a command in a process group of its own and ends it when the standard input closes, that is when the
    /// parent stops it or is gone, however it went. Arguments: file for the process id, signal, command.
    private static final String GUARD = """
            set -m
            trap : INT HUP TERM
            exec 3<&0
            pidfile=$1 signal=$2; shift 2
            "$@" </dev/null 3<&- &
            child=$!
            echo $child >"$pidfile"
            (
              trap '' INT HUP TERM
              read -r _ <&3
              kill -"$signal" -- -$child
              for _ in {1..150}; do kill -0 -- -$child || exit 0; sleep 0.1; done
              kill -KILL -- -$child
            ) 2>/dev/null &
            watch=$!
            while kill -0 $child 2>/dev/null; do wait $child; code=$?; done
            kill -KILL -- -$child 2>/dev/null
            rm -f "$pidfile"
            kill -KILL -- -$watch 2>/dev/null
            exit ${code:-0}
            """;

    public Program {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /// The same program with more environment.
    public Program with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.putAll(more);
        return new Program(name, command, all, directory, files, stopSignal, ready);
    }

    public Path log() {
        return files.resolve("logs/" + name + ".log");
    }

    public Path pidFile() {
        return files.resolve("run/" + name + ".pid");
    }

    /// Starts it; it may not be ready yet.
    public Child start() {
        List<String> guarded = new ArrayList<>(
                List.of("bash", "-c", GUARD, name, pidFile().toAbsolutePath().toString(), stopSignal));
        guarded.addAll(command);
        try {
            Files.createDirectories(directory);
            Files.createDirectories(log().getParent());
            Files.createDirectories(pidFile().getParent());
            Files.deleteIfExists(pidFile());
            ProcessBuilder builder = new ProcessBuilder(guarded)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
            builder.environment().putAll(environment);
            return new Child(this, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }
}
