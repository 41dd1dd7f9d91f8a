package org.fediversity.modules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.fediversity.expressions.SemVer;
import org.fediversity.expressions.VersionRange;

/// An application module that [ModuleFormat] has passed.
public final class Module {
    private final JsonNode document;
    private final String directory;
    private final OptionSchema options;

    private Module(JsonNode document, String directory) {
        this.document = document;
        this.directory = directory;
        this.options = OptionSchema.of(document.path("options"));
    }

    /// @param directory where its files lie; what `${module.dir}` stands for
    public static Module of(JsonNode document, String directory) {
        return new Module(document, directory);
    }

    public String name() {
        return name(document);
    }

    static String name(JsonNode document) {
        return document.path("metadata").path("name").asText();
    }

    public String version() {
        return document.path("metadata").path("version").asText();
    }

    public String title() {
        return document.path("metadata").path("title").asText();
    }

    /// Version of the resource API that it is written against.
    public String resourceApi() {
        return document.path("resourceApi").asText(ResourceTypes.VERSION);
    }

    public String directory() {
        return directory;
    }

    /// As written.
    public JsonNode document() {
        return document;
    }

    public OptionSchema options() {
        return options;
    }

    Stream<JsonNode> resources() {
        return elements("resources");
    }

    Stream<JsonNode> components() {
        return elements("components");
    }

    Stream<JsonNode> state() {
        return elements("state");
    }

    Stream<JsonNode> scripts() {
        return elements("scripts");
    }

    private Stream<JsonNode> elements(String section) {
        return StreamSupport.stream(document.path(section).spliterator(), false);
    }

    /// Run-time backends that every component supports.
    public List<String> backends() {
        Set<String> all = new TreeSet<>(List.of("container", "nixos", "process"));
        components()
                .forEach(component ->
                        all.removeIf(backend -> !component.path("runs").has(backend)));
        return List.copyOf(all);
    }

    /// How this version can follow another.
    public record Upgrade(String from, String to, String downtime, boolean reversible) {}

    /// The step from a version to this one; empty if the module knows none.
    public Optional<Upgrade> upgradeFrom(SemVer installed) {
        return elements("upgrades")
                .filter(upgrade -> VersionRange.parse(upgrade.path("from").asText())
                        .filter(range -> range.contains(installed))
                        .isPresent())
                .findFirst()
                .map(upgrade -> new Upgrade(
                        installed.text(),
                        version(),
                        upgrade.path("downtime").asText("short"),
                        upgrade.path("reversible").asBoolean(false)));
    }
}
