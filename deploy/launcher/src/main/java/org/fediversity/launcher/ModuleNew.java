package org.fediversity.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./fediversity module new`
@Command(
        name = "new",
        mixinStandardHelpOptions = true,
        description = {
            "Begins a module that can be deployed as it is.",
            "Makes a folder with a commented module.yaml and a small guest book. Replace the guest book by your application,",
            "piece by piece."
        })
final class ModuleNew implements Callable<Integer> {
    private static final List<String> FILES = List.of("module.yaml", "Guestbook.java", "nixos.nix");

    @Parameters(paramLabel = "NAME", description = "Lower case, digits and hyphens; begins with a letter.")
    String name = "";

    @Option(names = "--in", paramLabel = "DIR", description = "Where the folder is made; here, if left out.")
    Optional<Path> in = Optional.empty();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        if (!name.matches("[a-z][a-z0-9-]{0,39}")) {
            err.println("'" + name + "' cannot be the name of a module: lower case, digits and hyphens, at most 40");
            return 2;
        }
        Path folder = in.orElse(Path.of("")).resolve(name);
        if (Files.exists(folder)) {
            err.println("There is something at " + folder + " already; nothing was changed.");
            return 1;
        }
        Files.createDirectories(folder);
        for (String file : FILES) {
            Files.writeString(folder.resolve(file), template(file).replace("@NAME@", name));
        }
        spec.commandLine().getOut().println("""
                        %1$s is begun. Next:
                          ./fediversity module check %1$s
                          ./fediversity module render %1$s --only components
                          ./fediversity module test %1$s      (wants ./fediversity up)
                        The guide: deploy/docs/packaging.md""".formatted(folder));
        spec.commandLine().getOut().flush();
        return 0;
    }

    private static String template(String file) throws IOException {
        try (InputStream template = Objects.requireNonNull(
                ModuleNew.class.getResourceAsStream("/module-template/" + file + ".txt"), file)) {
            return new String(template.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
