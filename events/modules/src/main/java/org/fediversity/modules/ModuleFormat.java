package org.fediversity.modules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fediversity.expressions.Mistake;
import org.fediversity.expressions.Pointers;
import org.fediversity.expressions.SemVer;
import org.fediversity.expressions.VersionRange;

/// Reads a stranger's module and tells everything that is wrong with it at once: first what its JSON Schema says, then
/// what no schema can say, and last what only trying finds.
public final class ModuleFormat {
    /// Version of the module format.
    public static final String VERSION = "v1";

    private static final String POSTGRESQL = "postgresql";
    private static final int MOST_CONDITIONS = 8;
    private static final long MOST_WORK = 1_000_000;
    private static final int MAX_EXPRESSIONS = 1_000;
    private static final int MAX_EXPRESSION_CHARACTERS = 100_000;
    private static final JsonNode JSON_SCHEMA = Schemas.resource("module.schema.json");
    private static final JsonSchema SCHEMA = Schemas.compile(JSON_SCHEMA);

    private final JsonNode module;
    private final List<Mistake> mistakes = new ArrayList<>();
    private final Map<String, String> resourceTypes = new LinkedHashMap<>();
    private final Set<String> components = new HashSet<>();

    private ModuleFormat(JsonNode module) {
        this.module = module;
    }

    /// The JSON Schema of the module format.
    public static JsonNode jsonSchema() {
        return JSON_SCHEMA;
    }

    /// Every mistake, in the order of the document's pointers; empty for a module that may be published.
    public static List<Mistake> check(JsonNode module) {
        var format = new ModuleFormat(module);
        format.mistakes.addAll(Schemas.validate(SCHEMA, module, ""));
        if (module.isObject()) {
            format.meaning();
        }
        if (format.mistakes.isEmpty()) {
            format.mistakes.addAll(Trial.of(Module.of(module, "/module")));
        }
        return format.mistakes.stream()
                .distinct()
                .sorted(Comparator.comparing(Mistake::pointer))
                .toList();
    }

    private void meaning() {
        Optional<SemVer> version =
                SemVer.parse(module.path("metadata").path("version").asText());
        if (module.path("metadata").path("version").isTextual() && version.isEmpty()) {
            mistake("/metadata/version", "is not a semantic version such as 1.2.0");
        }
        boolean safe = options();
        resources();
        names("components").forEach((name, pointer) -> components.add(name));
        names("state");
        names("scripts");
        state();
        mounts();
        scripts();
        upgrades(version);
        if (!expressionsAreFew()) {
            return;
        }
        Optional<Shape> shape =
                safe ? Optional.of(OptionSchema.of(module.path("options")).shape()) : names(module.path("options"));
        mistakes.addAll(new ModuleExpressions(module, resourceTypes, shape).check());
    }

    /// Of options whose schema cannot be worked with the names at least, so that one fault does not hide the others;
    /// empty if they cannot be told without following references.
    private static Optional<Shape> names(JsonNode options) {
        var names = JsonNodeFactory.instance.objectNode();
        return collectNames(options, names, 0)
                ? Optional.of(Shape.of(JsonNodeFactory.instance
                        .objectNode()
                        .put("type", "object")
                        .put("additionalProperties", false)
                        .set("properties", names)))
                : Optional.empty();
    }

    private static boolean collectNames(JsonNode schema, ObjectNode names, int depth) {
        if (!schema.isObject()) {
            return true;
        }
        if (depth > MOST_CONDITIONS || schema.has("$ref") || schema.has("patternProperties")) {
            return false;
        }
        schema.path("properties").fieldNames().forEachRemaining(names::putObject);
        boolean all = true;
        for (String applied : List.of("if", "then", "else")) {
            all &= collectNames(schema.path(applied), names, depth + 1);
        }
        for (String applied : List.of("allOf", "anyOf", "oneOf", "dependentSchemas")) {
            for (JsonNode part : schema.path(applied)) {
                all &= collectNames(part, names, depth + 1);
            }
        }
        return all;
    }

    private void mistake(String pointer, String message) {
        mistakes.add(new Mistake(pointer, message));
    }

    /// Whether it takes little time to compile all expressions of the module.
    private boolean expressionsAreFew() {
        List<String> texts = new ArrayList<>();
        for (String section : List.of("resources", "components", "scripts")) {
            collect(module.path(section), texts);
        }
        int expressions = texts.stream()
                .mapToInt(text -> text.split("\\$\\{", -1).length - 1)
                .sum();
        int characters = texts.stream().mapToInt(String::length).sum();
        if (expressions > MAX_EXPRESSIONS) {
            mistake("", "has more than " + MAX_EXPRESSIONS + " expressions");
        } else if (characters > MAX_EXPRESSION_CHARACTERS) {
            mistake("", "has expressions of more than " + MAX_EXPRESSION_CHARACTERS + " characters together");
        }
        return expressions <= MAX_EXPRESSIONS && characters <= MAX_EXPRESSION_CHARACTERS;
    }

    private static void collect(JsonNode node, List<String> texts) {
        if (node.isTextual() && node.asText().contains("${")) {
            texts.add(node.asText());
        }
        node.forEach(child -> collect(child, texts));
    }

    /// @return whether the schema can be worked with
    private boolean options() {
        JsonNode options = module.path("options");
        if (options.isMissingNode()) {
            return true;
        }
        List<Mistake> found = SchemaSafety.check(options, "/options");
        mistakes.addAll(found);
        if (!found.isEmpty() || !options.isObject()) {
            return false;
        }
        if (!options.isEmpty() && !options.path("type").asText().equals("object")) {
            mistake("/options/type", "the options as a whole are an object");
        }
        mistakes.addAll(OptionSense.check(options, "/options"));
        Shape shape = Shape.of(options);
        for (String name : shape.properties()) {
            defaults(options, shape.property(name), Pointers.of("options", "properties", name));
        }
        return true;
    }

    private void defaults(JsonNode options, Shape property, String pointer) {
        property.defaultValue().ifPresent(value -> {
            JsonNode declared = module.at(pointer);
            if (declared.isObject() && declared.has("default")) {
                var alone = declared.deepCopy();
                if (options.has("$defs") && alone instanceof ObjectNode schema) {
                    schema.set("$defs", options.get("$defs"));
                }
                if (Effort.repeats(value) * SchemaSafety.size(alone) > MOST_WORK) {
                    mistake(Pointers.child(pointer, "default"), "is too large to be held against its schema");
                    return;
                }
                Schemas.validate(Schemas.compile(alone), value, "").stream()
                        .findFirst()
                        .ifPresent(mistake -> mistake(
                                Pointers.child(pointer, "default"),
                                "does not fit the option itself: " + mistake.message()));
            }
        });
    }

    private Map<String, String> names(String section) {
        Map<String, String> names = new LinkedHashMap<>();
        for (int i = 0; i < module.path(section).size(); i++) {
            JsonNode name = module.path(section).path(i).path("name");
            if (name.isTextual()) {
                String pointer = Pointers.of(section, i, "name");
                if (names.putIfAbsent(name.asText(), pointer) != null) {
                    mistake(pointer, "there is another of that name in " + section);
                }
            }
        }
        return names;
    }

    private void resources() {
        names("resources");
        boolean named = false;
        for (int i = 0; i < module.path("resources").size(); i++) {
            JsonNode resource = module.path("resources").path(i);
            if (resource.path("type").asText().equals(ResourceMapping.DOMAIN_NAME) && !resource.has("when")) {
                if (named) {
                    mistake(Pointers.of("resources", i), "is a second domain name; " + ResourceMapping.ONE_NAME);
                }
                named = true;
            }
            if (resource.path("name").isTextual() && resource.path("type").isTextual()) {
                resourceTypes.putIfAbsent(
                        resource.path("name").asText(), resource.path("type").asText());
            }
        }
    }

    private void state() {
        Map<String, Integer> moved = new HashMap<>();
        for (int i = 0; i < module.path("state").size(); i++) {
            JsonNode part = module.path("state").path(i);
            String pointer = Pointers.of("state", i);
            resource(part.path("resource"), pointer + "/resource");
            String type = resourceTypes.getOrDefault(part.path("resource").asText(), "");
            Integer before = moved.putIfAbsent(part.path("resource").asText(), i);
            if (before != null && !type.isEmpty()) {
                mistake(
                        pointer + "/resource",
                        "'" + part.path("resource").asText() + "' is moved already, by /state/" + before);
            }
            if (part.path("identity").asBoolean(false) && !type.isEmpty() && !type.equals("secret")) {
                mistake(pointer + "/identity", "identity is what a secret holds; " + type + " is none");
            }
            if (Set.of("domain-name", "smtp", "login-shell").contains(type)) {
                mistake(pointer + "/resource", "a resource of type " + type + " holds no state");
            }
        }
    }

    private void resource(JsonNode name, String pointer) {
        if (name.isTextual() && !resourceTypes.containsKey(name.asText())) {
            mistake(
                    pointer,
                    "there is no resource '" + name.asText() + "'; there is " + listed(resourceTypes.keySet()));
        }
    }

    private void mounts() {
        for (int i = 0; i < module.path("components").size(); i++) {
            JsonNode nixos = module.path("components").path(i).at("/runs/nixos/module");
            if (nixos.isTextual() && leavesItsFolder(nixos.asText())) {
                mistake(
                        Pointers.of("components", i, "runs", "nixos", "module"),
                        "leads out of the module's folder, where all of its files lie");
            }
            JsonNode mounts = module.path("components").path(i).at("/runs/container/mounts");
            for (int k = 0; k < mounts.size(); k++) {
                String pointer = Pointers.of("components", i, "runs", "container", "mounts", k, "resource");
                JsonNode name = mounts.path(k).path("resource");
                resource(name, pointer);
                String type = resourceTypes.getOrDefault(name.asText(), "volume");
                if (!type.equals("volume")) {
                    mistake(pointer, "only a volume can be mounted; this is of type " + type);
                }
            }
        }
    }

    private static boolean leavesItsFolder(String path) {
        int depth = path.startsWith("/") ? -1 : 0;
        for (String step : path.split("/")) {
            depth += step.equals("..") ? -1 : step.isEmpty() || step.equals(".") ? 0 : 1;
            if (depth < 0) {
                return true;
            }
        }
        return false;
    }

    private void scripts() {
        for (int i = 0; i < module.path("scripts").size(); i++) {
            JsonNode script = module.path("scripts").path(i);
            String component = script.path("component").asText();
            if (script.path("component").isTextual() && !components.contains(component)) {
                mistake(
                        Pointers.of("scripts", i, "component"),
                        "there is no component '" + component + "'; there is " + listed(components));
            }
            String pointer = Pointers.of("scripts", i, "verify", "resource");
            JsonNode asked = script.path("verify").path("resource");
            resource(asked, pointer);
            String type = resourceTypes.getOrDefault(asked.asText(), POSTGRESQL);
            if (script.path("verify").has("sql") && !type.equals(POSTGRESQL)) {
                mistake(pointer, "SQL is asked of a " + POSTGRESQL + "; this is of type " + type);
            }
        }
    }

    private void upgrades(Optional<SemVer> version) {
        List<VersionRange> before = new ArrayList<>();
        for (int i = 0; i < module.path("upgrades").size(); i++) {
            JsonNode from = module.path("upgrades").path(i).path("from");
            if (!from.isTextual()) {
                continue;
            }
            String pointer = Pointers.of("upgrades", i, "from");
            Optional<VersionRange> range = VersionRange.parse(from.asText());
            if (range.isEmpty()) {
                mistake(pointer, "is not a range of versions such as >=1.1.0 <1.2.0");
                continue;
            }
            if (range.get().isEmpty()) {
                mistake(pointer, "no version is in this range");
            }
            for (int k = 0; k < before.size(); k++) {
                if (before.get(k).overlaps(range.get())) {
                    mistake(pointer, "overlaps /upgrades/" + k + "/from: which of them would apply?");
                }
            }
            if (version.filter(range.get()::contains).isPresent()) {
                mistake(pointer, "contains this very version; an upgrade leads from an older one");
            }
            before.add(range.get());
        }
    }

    private static String listed(Set<String> names) {
        return names.isEmpty()
                ? "none"
                : String.join(", ", names.stream().limit(20).toList());
    }
}
