package org.fediversity.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.fediversity.expressions.Mistake;
import org.fediversity.launcher.journey.Answer;
import org.fediversity.launcher.journey.Api;
import org.fediversity.launcher.journey.Instance;
import org.fediversity.launcher.journey.Journey;
import org.fediversity.launcher.journey.JourneyException;
import org.fediversity.launcher.journey.Narrator;
import org.fediversity.modules.Module;
import org.fediversity.modules.SampleOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./fediversity module test`
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Deploys and moves a module on the embedded stack.",
            "The stack must be up. Publishes the module as a pre-release, deploys it, looks at its health, takes a snapshot",
            "and restores it in another environment (a cold move), and compares what the application answers before and",
            "after, and what was counted on the way."
        })
final class ModuleTrial implements Callable<Integer> {
    private static final String NODEINFO = "/.well-known/nodeinfo";
    private static final int LOG_LINES = 20;

    @Parameters(paramLabel = "DIR", description = "Folder with module.yaml, or that file.")
    Path folder = Path.of("");

    @Option(
            names = "--options",
            paramLabel = "FILE",
            description = "The operator's options, as YAML or JSON. Without it: as few as the schema lets through.")
    Optional<Path> options = Optional.empty();

    @Option(names = "--topology", paramLabel = "TOPOLOGY", description = "monolithic (usual) or distributed.")
    String topology = "monolithic";

    @Option(
            names = "--from",
            paramLabel = "ENVIRONMENT",
            description = "Where it is deployed first; alpha, if left out.")
    String from = "alpha";

    @Option(names = "--to", paramLabel = "ENVIRONMENT", description = "Where it is moved to; beta, if left out.")
    String to = "beta";

    @Option(
            names = "--fill",
            paramLabel = "COMMAND",
            description = "A shell command that gives the application something to keep, run before the move;"
                    + " $URL is where it answers. E.g. --fill 'curl -sf -d text=hello \"$URL/\"'")
    Optional<String> fill = Optional.empty();

    @Option(
            names = "--compare",
            paramLabel = "PATH",
            description =
                    "A path whose answer must be the same before and after; may be repeated. Beside the health path"
                            + " and NodeInfo, which are always compared.")
    List<String> compare = new ArrayList<>();

    @Option(names = "--keep", description = "Leave it deployed, to be looked at.")
    boolean keep;

    private final Console console = new Console(System.out);

    @Override
    public Integer call() throws IOException, InterruptedException {
        try {
            ModuleFolder read = ModuleFolder.read(folder);
            List<Mistake> mistakes = read.mistakes();
            if (!mistakes.isEmpty()) {
                mistakes.forEach(mistake -> console.print(read.text(mistake)));
                return 1;
            }
            Module module = read.module();
            if (!module.backends().contains("process")) {
                console.print("Cannot be tried here: the environments of the embedded stack run processes, and "
                        + module.name() + " runs on " + String.join(", ", module.backends()) + " only.");
                return 1;
            }
            JsonNode chosen =
                    options.isEmpty() ? SampleOptions.minimal(module.options()) : ModuleRender.read(options.get());
            Home home = Home.here();
            if (Lock.holder(home).isEmpty() || !Files.exists(home.ready())) {
                console.print("Nothing is up: ./fediversity up --detach, and then again.");
                return 1;
            }
            return trial(home, read, chosen);
        } catch (ModuleFolder.Unreadable e) {
            console.print(e.told());
            return 1;
        } catch (JourneyException e) {
            console.print("\nNot passed: " + e.getMessage());
            console.print("Logs: ./fediversity logs");
            return 1;
        }
    }

    private int trial(Home home, ModuleFolder read, JsonNode chosen) throws IOException, InterruptedException {
        PortMap ports = PortMap.kept(home.ports());
        Api operator = Api.as(
                URI.create(ports.url(Role.GATEWAY) + "/api/v1"),
                URI.create(ports.url(Role.KEYCLOAK) + "/realms/" + Realm.NAME),
                "operator1");
        Module module = read.module();
        Narrator narrator = narrator();
        Journey journey = new Journey(operator, narrator);
        String version = publish(operator.as("maintainer"), home, read);
        narrator.tell("published as " + module.name() + " " + version);
        journey.signUp("Olive Operator", "operator1@example.org");
        String domain = "trial-%06x.localhost".formatted(new SecureRandom().nextInt(0x1000000));
        journey.claimDomain(domain);
        String deployment = journey.createDeployment(
                module.name() + "-trial",
                from,
                topology,
                domain,
                List.of(Map.of("name", module.name(), "version", version, "label", "app")));
        boolean passed = false;
        try {
            journey.stage(deployment, Map.of(module.name(), chosen));
            narrator.chapter("Deploy to " + from);
            journey.deploy(deployment);
            Optional<String> health = health(module);
            boolean reached = health.isPresent();
            URI url = reached ? journey.url(deployment, module.name()) : URI.create("none:/");
            List<String> paths = reached ? paths(health.get(), url) : List.of();
            if (fill.isPresent() && reached) {
                fill(url, fill.get());
            }
            Map<String, Answer> before = answers(url, paths);
            narrator.chapter("Snapshot, and restore in " + to);
            JsonNode migration = journey.move(deployment, to);
            narrator.chapter("Compare");
            migration
                    .path("inventory")
                    .properties()
                    .forEach(part -> console.say("", "moved " + part.getKey() + ": " + part.getValue()));
            same(before, answers(url, paths));
            JsonNode now = journey.deployment(deployment);
            if (!now.path("environment").asText().equals(to)) {
                throw new JourneyException("it says that it is in " + now.path("environment") + ", not in " + to);
            }
            journey.confirm(migration.path("id").asText());
            passed = true;
            console.print("\nPassed: " + module.name() + " " + module.version() + " was deployed, is healthy, and was"
                    + " moved with all that it reports." + (keep ? " It stays at " + url : ""));
            return 0;
        } finally {
            if (!passed) {
                logs(home.data("deployment").resolve("deployments").resolve(deployment));
            }
            if (!keep) {
                clear(journey, deployment, passed);
            }
        }
    }

    /// What its components said last.
    private void logs(Path place) throws IOException {
        try (Stream<Path> files = Files.exists(place) ? Files.walk(place) : Stream.of()) {
            for (Path log : files.filter(file -> file.endsWith("log")).toList()) {
                List<String> lines = Files.readAllLines(log);
                console.print("\n" + place.relativize(log) + " ends with:");
                lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size())
                        .forEach(line -> console.print("  " + line));
            }
        }
    }

    private void clear(Journey journey, String deployment, boolean passed) {
        try {
            journey.retire(deployment);
        } catch (JourneyException e) {
            if (passed) {
                throw e;
            }
            console.say("", "and it could not be retired: " + e.getMessage()); // the first fault is told after this
        }
    }

    /// A version is published once and for all, so a trial is one that nobody else has.
    private String publish(Api maintainer, Home home, ModuleFolder read) throws IOException {
        Module module = read.module();
        String version = module.version() + (module.version().contains("-") ? "." : "-") + "trial."
                + Instant.now().toEpochMilli();
        ObjectNode document = module.document().deepCopy();
        ((ObjectNode) document.path("metadata")).put("version", version);
        document.remove("upgrades"); // it follows nothing, and as a pre-release it would lie in a range of its own
        maintainer.post("/applications", document).expect(201);
        Path place =
                home.data("config").resolve("modules").resolve(module.name()).resolve(version);
        try (Stream<Path> files = Files.walk(read.directory())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = place.resolve(read.directory().relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        return version;
    }

    /// Of the component that answers at the address, if there is one.
    private static Optional<String> health(Module module) {
        for (JsonNode component : module.document().path("components")) {
            if (component.path("http").has("health")) {
                return Optional.of(component.path("http").path("health").asText());
            }
        }
        return Optional.empty();
    }

    private List<String> paths(String health, URI url) {
        List<String> paths = new ArrayList<>(compare);
        if (!paths.contains(health)) {
            paths.add(health);
        }
        Answer nodeinfo = get(url, NODEINFO);
        if (nodeinfo.status() == 200) {
            nodeinfo.json().path("links").forEach(link -> {
                String path = URI.create(link.path("href").asText("/")).getRawPath();
                if (path != null && !paths.contains(path)) {
                    paths.add(path);
                }
            });
        }
        return paths;
    }

    private Map<String, Answer> answers(URI url, List<String> paths) {
        Map<String, Answer> answers = new LinkedHashMap<>();
        paths.forEach(path -> answers.put(path, get(url, path)));
        return answers;
    }

    private void same(Map<String, Answer> before, Map<String, Answer> after) {
        before.forEach((path, answer) -> {
            Answer now = after.getOrDefault(path, answer);
            if (!same(answer, now)) {
                throw new JourneyException(path + " answers otherwise than before.\n  Before: " + told(answer)
                        + "\n  After:  " + told(now));
            }
            console.say("", "✓ " + path + " answers as before");
        });
    }

    /// Whether two answers say the same; in JSON, the order of fields says nothing.
    static boolean same(Answer one, Answer other) {
        return one.status() == other.status()
                && (one.json().isContainerNode()
                        ? one.json().equals(other.json())
                        : one.text().equals(other.text()));
    }

    private static String told(Answer answer) {
        return shortened(answer.status() + " " + answer.text());
    }

    private static Answer get(URI url, String path) {
        return new Instance(url).get(path);
    }

    private void fill(URI url, String command) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true);
        shell.environment().put("URL", url.toString());
        Process process = shell.start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new JourneyException("--fill ended with " + process.exitValue() + ": " + shortened(said));
        }
        console.say("", "filled: " + shortened(said.strip()));
    }

    private static String shortened(String text) {
        return text.length() <= 500 ? text : text.substring(0, 500) + "…";
    }

    private Narrator narrator() {
        return new Narrator() {
            @Override
            public void chapter(String title) {
                console.print("\n" + title);
            }

            @Override
            public void tell(String what) {
                console.say("", what);
            }
        };
    }
}
