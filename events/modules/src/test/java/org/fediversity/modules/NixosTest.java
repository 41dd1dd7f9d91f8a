package org.fediversity.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.fediversity.contracts.Requirements.RequiredResource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every `nixos.nix` is evaluated with Nix: on one machine with all components, and on a machine for each.
class NixosTest {
    private static final String NIX = "nix-instantiate";

    @TempDir
    private Path directory;

    @BeforeAll
    static void needs_nix() {
        boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, NIX)));
        if (!there) {
            System.out.println("Skipped: NixosTest wants nix-instantiate, which is not on the PATH (Debian: nix-bin)");
        }
        assumeTrue(there, "nix-instantiate is not on the PATH");
    }

    static Stream<String> modules() throws IOException {
        return CatalogueTest.modules()
                .filter(name -> CatalogueTest.module(name).backends().contains("nixos"))
                .filter(name ->
                        CatalogueTest.module(name).components().findAny().isPresent());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void turns_every_description_into_a_configuration_that_nixpkgs_would_know(String name) throws Exception {
        Module module = CatalogueTest.module(name);
        List<String> all = module.components()
                .map(component -> component.path("name").asText())
                .toList();
        List<JsonNode> samples = new ArrayList<>(SampleOptions.choices(module.options()));
        samples.add(SampleOptions.minimal(module.options()));
        for (JsonNode options : samples) {
            List<List<String>> machines = new ArrayList<>(List.of(all));
            if (all.size() > 1) {
                all.forEach(component -> machines.add(List.of(component)));
            }
            for (List<String> machine : machines) {
                ObjectNode description = description(module, options, machine);
                JsonNode result = evaluate(name, description);
                assertThat(result.path("mistakes")).as(machine + " " + options).isEmpty();
                String configuration = result.path("config").toString();
                assertThat(configuration).contains("/run/fediversity/" + name + "/" + machine.getFirst() + ".env");
            }
        }
    }

    @Test
    void what_nixpkgs_does_not_know_is_found() throws Exception {
        Path module = Files.writeString(
                directory.resolve("wrong.nix"),
                "{ description }: { lib, ... }: { services.mastodon.enabled = true; services.mastodon.sidekiqThreads = \"a\"; }");
        JsonNode result = evaluate(module, Schemas.JSON.createObjectNode());
        assertThat(result.path("mistakes").toString())
                .contains(
                        "services.mastodon.enabled is no option",
                        "services.mastodon.sidekiqThreads is not of type int");
    }

    /// As the packaging guide says: secrets are files on the machine, and so is the environment of each component.
    private static ObjectNode description(Module module, JsonNode options, List<String> components) {
        Preview preview = Preview.of(module, options, components.size() > 1 ? "monolithic" : "distributed");
        ObjectNode description = Schemas.JSON.createObjectNode();
        description.set(
                "options",
                module.options()
                        .mapSecrets(module.options().effective(options), (at, value) -> file(module, "options" + at)));
        Map<String, Object> resources = new TreeMap<>();
        for (RequiredResource resource : preview.requirements().resources()) {
            if (resource.type().equals("machine")) {
                continue;
            }
            ObjectNode result = Schemas.JSON.valueToTree(SampleResults.of(resource, "example.org", "new"));
            JsonNode fields = ResourceTypes.existing(resource.type()).result().path("properties");
            fields.properties().forEach(field -> {
                if (field.getValue().path("writeOnly").asBoolean(false) && result.has(field.getKey())) {
                    result.set(field.getKey(), file(module, resource.name() + "." + field.getKey()));
                }
            });
            resources.put(resource.name(), result);
        }
        description.set("resources", Schemas.JSON.valueToTree(resources));
        description
                .putObject("deployment")
                .put("id", "d1")
                .put("name", "test")
                .put("domain", "example.org")
                .put("label", module.name())
                .put("topology", components.size() > 1 ? "monolithic" : "distributed")
                .put("environment", "rack");
        description.putObject("module").put("name", module.name()).put("version", module.version());
        ObjectNode parts = description.putObject("components");
        components.forEach(component -> parts.putObject(component)
                .put("port", 20000)
                .put("environmentFile", "/run/fediversity/" + module.name() + "/" + component + ".env"));
        return description;
    }

    private static ObjectNode file(Module module, String name) {
        return Schemas.JSON
                .createObjectNode()
                .put("file", "/run/fediversity/" + module.name() + "/" + name.replace('/', '.'));
    }

    private JsonNode evaluate(String name, JsonNode description) throws Exception {
        return evaluate(
                Path.of(System.getProperty("fediversity.root"), "nix", "applications", name, "nixos.nix"), description);
    }

    private JsonNode evaluate(Path module, JsonNode description) throws Exception {
        Path json = Files.writeString(directory.resolve("description.json"), description.toString());
        Path evaluator =
                Path.of(NixosTest.class.getResource("/nix/evaluate.nix").toURI());
        ProcessBuilder nix = new ProcessBuilder(
                NIX,
                "--eval",
                "--strict",
                "--json",
                "--option",
                "build-users-group",
                "",
                "--arg",
                "module",
                module.toString(),
                "--arg",
                "description",
                json.toString(),
                evaluator.toString());
        nix.environment().put("NIX_STORE_DIR", directory.resolve("store").toString());
        nix.environment().put("NIX_STATE_DIR", directory.resolve("state").toString());
        nix.environment().put("NIX_LOG_DIR", directory.resolve("log").toString());
        nix.environment().put("NIX_CONF_DIR", directory.resolve("conf").toString());
        Path errors = directory.resolve("errors");
        Process process = nix.redirectError(errors.toFile()).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
        return Schemas.JSON.readTree(said);
    }
}
