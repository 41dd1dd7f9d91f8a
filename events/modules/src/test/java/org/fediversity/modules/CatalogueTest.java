package org.fediversity.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fediversity.contracts.Requirements;
import org.fediversity.contracts.Requirements.RequiredResource;
import org.fediversity.expressions.SemVer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every module of the repository, tried with as little as an operator may enter, with everything, and with every
/// choice.
class CatalogueTest {
    private static final Path APPLICATIONS = Path.of(System.getProperty("fediversity.root"), "nix", "applications");
    private static final List<String> TOPOLOGIES = List.of("monolithic", "distributed");

    static Stream<String> modules() throws IOException {
        try (Stream<Path> found = Files.list(APPLICATIONS)) {
            return found
                    .filter(directory -> Files.exists(directory.resolve("module.yaml")))
                    .map(directory -> directory.getFileName().toString())
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    static Module module(String name) {
        Path directory = APPLICATIONS.resolve(name);
        try {
            return Module.of(Yaml.tree(Files.readString(directory.resolve("module.yaml"))), directory.toString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, JsonNode> samples(OptionSchema options) {
        Map<String, JsonNode> samples = new LinkedHashMap<>();
        samples.put("minimal", SampleOptions.minimal(options));
        samples.put("maximal", SampleOptions.maximal(options));
        List<JsonNode> choices = SampleOptions.choices(options);
        for (int i = 0; i < choices.size(); i++) {
            samples.put("choice " + i + " " + choices.get(i), choices.get(i));
        }
        return samples;
    }

    @Test
    void the_applications_that_were_promised_are_there() throws IOException {
        assertThat(modules()).contains("mastodon", "peertube", "pixelfed", "gotosocial", "snac");
    }

    @ParameterizedTest
    @MethodSource("modules")
    void every_module_passes_the_check_of_the_format(String name) {
        assertThat(ModuleFormat.check(module(name).document())).isEmpty();
        assertThat(module(name).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void options_made_up_from_the_schema_fit_it(String name) {
        OptionSchema options = module(name).options();
        samples(options).forEach((which, sample) -> assertThat(options.validate(options.withDefaults(sample), ""))
                .as(which)
                .isEmpty());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void every_module_renders_for_every_choice_in_both_topologies(String name) {
        Module module = module(name);
        samples(module.options())
                .forEach((which, options) -> TOPOLOGIES.forEach(topology -> {
                    Preview preview = Preview.of(module, options, topology);
                    assertThat(preview.mistakes()).as(which).isEmpty();
                    assertThat(machines(preview.requirements()))
                            .as("machines, " + topology)
                            .hasSize(
                                    topology.equals("monolithic")
                                            ? Math.min(1, components(module))
                                            : components(module));
                }));
    }

    /// NODE_CONFIG, SETTINGS and the like are put together from expressions.
    @ParameterizedTest
    @MethodSource("modules")
    void what_looks_like_json_in_an_environment_is_json(String name) {
        Module module = module(name);
        samples(module.options()).forEach((which, options) -> Preview.of(module, options, "monolithic")
                .components()
                .forEach(component -> component.environment().forEach((variable, value) -> {
                    if (value.startsWith("{")) {
                        assertThatCode(() -> Schemas.JSON.readTree(value))
                                .as(variable + " with " + which + ": " + value)
                                .doesNotThrowAnyException();
                    }
                })));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void scripts_in_commands_are_understood_by_a_shell(String name) throws Exception {
        Module module = module(name);
        Preview preview = Preview.of(module, SampleOptions.maximal(module.options()), "monolithic");
        List<String> scripts = new ArrayList<>();
        preview.components().forEach(component -> component.runs().values().forEach(runs -> {
            if (runs instanceof Map<?, ?> how && how.get("command") instanceof List<?> words) {
                scripts.addAll(scripts(words));
            }
        }));
        preview.scripts().forEach(script -> scripts.addAll(scripts(script.command())));
        for (String script : scripts) {
            Process shell = new ProcessBuilder("sh", "-n", "-c", script)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(shell.waitFor()).as(script + "\n" + said).isZero();
        }
    }

    private static List<String> scripts(List<?> words) {
        int shell = words.indexOf("-ec");
        return shell < 0 ? List.of() : List.of(words.get(shell + 1).toString());
    }

    private static int components(Module module) {
        return (int) module.components().count();
    }

    private static List<RequiredResource> machines(Requirements requirements) {
        return requirements.resources().stream()
                .filter(resource -> resource.type().equals("machine"))
                .toList();
    }

    /// What an option does not change, the operator would be asked in vain.
    @ParameterizedTest
    @MethodSource("modules")
    void every_option_is_used(String name) {
        Module module = module(name);
        Set<String> unused = new TreeSet<>(module.options().shape().properties());
        String rest =
                module.resources().toList().toString() + module.components().toList();
        unused.removeIf(option ->
                Pattern.compile("options\\." + option + "\\b").matcher(rest).find());
        assertThat(unused).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void every_option_has_a_title(String name) {
        List<String> untitled = new ArrayList<>();
        Shape options = module(name).options().shape();
        options.properties().stream()
                .filter(option -> options.property(option).schemas().stream().noneMatch(schema -> schema.has("title")))
                .forEach(untitled::add);
        assertThat(untitled).isEmpty();
    }

    /// What holds something is moved, or the module says in words why it need not be.
    @ParameterizedTest
    @MethodSource("modules")
    void what_holds_state_is_moved_or_said_to_be_rebuilt(String name) throws IOException {
        Module module = module(name);
        String text = Files.readString(APPLICATIONS.resolve(name).resolve("module.yaml"));
        Set<String> moved = new TreeSet<>();
        module.state().forEach(part -> moved.add(part.path("resource").asText()));
        module.resources()
                .filter(resource -> Set.of("postgresql", "redis", "bucket", "volume", "secret")
                        .contains(resource.path("type").asText()))
                .map(resource -> resource.path("name").asText())
                .filter(resource -> !moved.contains(resource))
                .forEach(resource -> assertThat(text)
                        .as("a comment beginning with 'Not moved: " + resource + "'")
                        .contains("# Not moved: " + resource));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void identity_comes_first(String name) {
        List<Boolean> identity = module(name)
                .state()
                .map(part -> part.path("identity").asBoolean(false))
                .toList();
        assertThat(identity).isSortedAccordingTo((one, other) -> Boolean.compare(other, one));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void no_secret_of_the_operator_reaches_what_is_required(String name) {
        Module module = module(name);
        JsonNode options = module.options()
                .mapSecrets(SampleOptions.maximal(module.options()), (at, value) -> TextNode.valueOf("canary-" + at));
        assertThat(Preview.of(module, options, "distributed").toString()).doesNotContain("canary-");
    }

    @ParameterizedTest
    @MethodSource("modules")
    void the_files_a_module_speaks_of_are_there(String name) {
        Module module = module(name);
        Set<String> files = new TreeSet<>();
        module.components().forEach(component -> {
            JsonNode nixos = component.at("/runs/nixos/module");
            if (nixos.isTextual()) {
                files.add(nixos.asText());
            }
            collect(component.path("runs"), files);
        });
        module.scripts().forEach(script -> collect(script, files));
        files.remove("notes.jar"); // built into its place by deploy/samples/notes
        assertThat(files)
                .allSatisfy(file ->
                        assertThat(APPLICATIONS.resolve(name).resolve(file)).exists());
    }

    private static void collect(JsonNode node, Set<String> files) {
        if (node.isTextual() && node.asText().startsWith("${module.dir}/")) {
            files.add(node.asText().substring("${module.dir}/".length()));
        }
        node.forEach(child -> collect(child, files));
    }

    @Test
    void a_module_can_follow_a_version_it_names() {
        assertThat(module("mastodon").upgradeFrom(SemVer.parse("4.6.1").orElseThrow()))
                .isPresent();
        assertThat(module("mastodon").upgradeFrom(SemVer.parse("4.2.0").orElseThrow()))
                .isEmpty();
    }
}
