package org.fediversity.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./fediversity logs`
@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        description = "Shows the end of the logs: of one service, or of all.")
final class Logs implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "e.g. gateway, config-service, kafka, build")
    @Nullable
    String name;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on as it grows.")
    boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "How many lines of each (default 40).")
    int lines = 40;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Home home = Home.here();
        List<Path> files = files(home);
        if (files.isEmpty()) {
            System.err.println(
                    name == null
                            ? "No logs yet; ./fediversity up makes some."
                            : "No log of '" + name + "'. There are: " + String.join(", ", names(home)));
            return 1;
        }
        List<String> tail = new ArrayList<>(List.of("tail", "-n", "" + lines));
        if (follow) {
            tail.add("-F");
        }
        files.forEach(file -> tail.add(file.toString()));
        Process process = new ProcessBuilder(tail).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        return process.waitFor();
    }

    private List<Path> files(Home home) throws IOException {
        if (name == null) {
            return names(home).stream()
                    .map(known -> home.logs().resolve(known + ".log"))
                    .toList();
        }
        String wanted = name;
        return Stream.of(wanted, wanted + "-service")
                .map(candidate -> home.logs().resolve(candidate + ".log"))
                .filter(Files::exists)
                .limit(1)
                .toList();
    }

    private static List<String> names(Home home) throws IOException {
        if (!Files.isDirectory(home.logs())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(home.logs())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".log"))
                    .map(file -> file.replace(".log", ""))
                    .sorted()
                    .toList();
        }
    }
}
