package org.fediversity.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fediversity.servers.Java;

/// Runs the launcher in the background, in a session of its own, and shows what it says until everything serves.
record Detached(Home home, Console console) {
    int start(List<String> arguments) {
        Path log = home.logs().resolve("launcher.log");
        if (Lock.holder(home).isEmpty()) {
            home.notReady();
        }
        try {
            Files.createDirectories(home.logs());
            Files.deleteIfExists(log);
            Files.createFile(log);
            List<String> command =
                    new ArrayList<>(List.of("bash", "-c", "set -m; \"$@\" & p=$!; set +m; wait $p", "launcher"));
            command.addAll(Java.command(128, "-cp", System.getProperty("java.class.path")));
            command.add("-Dfediversity.root=" + home.root());
            command.add(Main.class.getName());
            command.addAll(arguments);
            Process process = new ProcessBuilder(command)
                    .directory(home.root().toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return follow(log, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int follow(Path log, Process process) throws IOException {
        try (BufferedReader said = Files.newBufferedReader(log)) {
            while (true) {
                boolean ended = process.waitFor(200, TimeUnit.MILLISECONDS);
                boolean ready = Files.exists(home.ready());
                for (String line = said.readLine(); line != null; line = said.readLine()) {
                    console.print(line.replace("Ctrl-C stops everything.", "./fediversity down stops everything."));
                }
                if (ended) {
                    return process.exitValue();
                }
                if (ready) {
                    return 0;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }
}
