package org.fediversity.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fediversity.servers.Java;

/// Builds what changed since it was last built: a service is stale when the digest of what it is made of differs from
/// the one noted beside its artefact.
record Build(Home home, Console console) {
    private static final Pattern MODULE = Pattern.compile("\\[INFO\\] Building (.+?) \\S+\\s+\\[(\\d+)/(\\d+)\\]");
    private static final String NOTE = "target/fediversity-inputs.sha256";

    /// What has to be there: a module and the file that its build makes.
    private record Made(String module, String artefact) {}

    private List<Made> all() {
        List<Made> all = new ArrayList<>();
        for (Role role : Services.ROLES) {
            String module = Services.module(role);
            all.add(new Made(module, module + "/target/quarkus-app/quarkus-run.jar"));
        }
        all.add(new Made("deploy/samples/notes", "nix/applications/notes/notes.jar"));
        return all;
    }

    /// Builds the stale ones.
    void bringUpToDate() {
        List<Made> stale = all().stream().filter(this::stale).toList();
        if (stale.isEmpty()) {
            console.say("build", "nothing changed");
            return;
        }
        List<String> modules = stale.stream().map(Made::module).toList();
        console.say("build", "what changed: " + String.join(", ", modules));
        maven(modules);
        for (Made made : stale) {
            try {
                Files.writeString(home.root().resolve(made.module()).resolve(NOTE), digest(made));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        console.say("build", "done");
    }

    private boolean stale(Made made) {
        Path note = home.root().resolve(made.module()).resolve(NOTE);
        try {
            return !Files.exists(home.root().resolve(made.artefact()))
                    || !Files.exists(note)
                    || !Files.readString(note).equals(digest(made));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String digest(Made made) {
        List<Path> inputs = new ArrayList<>();
        Path root = home.root();
        inputs.add(root.resolve("pom.xml"));
        for (String module :
                List.of("events/contracts", "events/expressions", "events/modules", "events/runtime", made.module())) {
            inputs.add(root.resolve(module).resolve("pom.xml"));
            inputs.add(root.resolve(module).resolve("src/main"));
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path input : inputs) {
                try (Stream<Path> files = Files.exists(input) ? Files.walk(input) : Stream.of()) {
                    for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                        digest.update(root.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
                        digest.update(Files.readAllBytes(file));
                    }
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void maven(List<String> modules) {
        Path log = home.logs().resolve("build.log");
        try {
            Files.createDirectories(home.logs());
            ProcessBuilder builder = new ProcessBuilder(
                            home.root().resolve("mvnw").toString(),
                            "-B",
                            "-DskipTests",
                            "-pl",
                            String.join(",", modules),
                            "-am",
                            "package")
                    .directory(home.root().toFile())
                    .redirectErrorStream(true);
            builder.environment().put("JAVA_HOME", Java.home().toString());
            Process process = builder.start();
            org.fediversity.servers.Shutdown.first(() -> process.descendants().forEach(ProcessHandle::destroy));
            org.fediversity.servers.Shutdown.first(process::destroy);
            List<String> errors = new ArrayList<>();
            try (BufferedReader said = new BufferedReader(
                            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                    var writer = Files.newBufferedWriter(log)) {
                for (String line = said.readLine(); line != null; line = said.readLine()) {
                    writer.write(line);
                    writer.newLine();
                    writer.flush();
                    Matcher module = MODULE.matcher(line);
                    if (module.find()) {
                        console.say("build", module.group(2) + "/" + module.group(3) + " " + module.group(1));
                    }
                    if (line.startsWith("[ERROR]") && errors.size() < 30) {
                        errors.add(line);
                    }
                }
            }
            if (process.waitFor() != 0) {
                throw new IllegalStateException(
                        "the build failed, see " + home.shown(log) + "\n" + String.join("\n", errors));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run Maven", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
