package org.fediversity.modules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fediversity.expressions.Kind;
import org.fediversity.expressions.Mistake;
import org.fediversity.expressions.Pointers;
import org.fediversity.expressions.Reference;
import org.fediversity.expressions.Scope;
import org.fediversity.expressions.Template;
import org.fediversity.modules.ResourceTypes.ResourceType;

/// The expressions of a module: do they compile, does all exist that they name, do their kinds fit, and does no secret
/// go where it does not belong.
final class ModuleExpressions {
    /// Names while the resource mapping is evaluated.
    static final Scope MAPPING = Scope.of("options", "deployment", "module");

    /// Names while a component is installed.
    static final Scope COMPONENT = Scope.of("options", "deployment", "resources", "component", "module");

    /// Names while a migration script runs.
    static final Scope SCRIPT =
            Scope.of("options", "deployment", "resources", "component", "module", "source", "target");

    private static final Map<String, Set<String>> FIELDS = Map.of(
            "deployment", Set.of("id", "name", "domain", "label", "topology", "environment"),
            "component", Set.of("name", "port"),
            "module", Set.of("name", "version", "dir"),
            "source", Set.of("resources", "deployment", "options"),
            "target", Set.of("resources", "deployment", "options"));

    private static final Set<String> ADDRESSES = Set.of("url", "jdbcUrl");
    private static final List<String> COMMANDS = List.of("/process/command", "/container/command");

    private final JsonNode module;
    private final Map<String, String> resourceTypes;
    private final Optional<Shape> options;
    private final List<Mistake> mistakes = new ArrayList<>();

    /// @param resourceTypes name of a resource of the module to its type
    /// @param options       empty if the options are unusable, so that nothing can be said of them
    ModuleExpressions(JsonNode module, Map<String, String> resourceTypes, Optional<Shape> options) {
        this.module = module;
        this.resourceTypes = resourceTypes;
        this.options = options;
    }

    List<Mistake> check() {
        for (int i = 0; i < module.path("resources").size(); i++) {
            resource(module.path("resources").path(i), Pointers.of("resources", i));
        }
        for (int i = 0; i < module.path("components").size(); i++) {
            component(module.path("components").path(i), Pointers.of("components", i));
        }
        for (int i = 0; i < module.path("scripts").size(); i++) {
            JsonNode script = module.path("scripts").path(i);
            condition(script.path("when"), Pointers.of("scripts", i, "when"), SCRIPT);
            template(script.path("command"), Pointers.of("scripts", i, "command"), SCRIPT);
            template(script.path("verify"), Pointers.of("scripts", i, "verify"), SCRIPT);
        }
        return mistakes;
    }

    private void mistake(String pointer, String message) {
        mistakes.add(new Mistake(pointer, message));
    }

    private void resource(JsonNode resource, String pointer) {
        condition(resource.path("when"), pointer + "/when", MAPPING).ifPresent(this::noSecrets);
        JsonNode with = resource.path("with");
        template(with, pointer + "/with", MAPPING).ifPresent(this::noSecrets);
        switch (resource.path("type").asText()) {
            case ResourceMapping.DOMAIN_NAME -> label(with.path("label"), pointer + "/with/label");
            case "secret" -> measure(with, pointer + "/with");
            default -> {}
        }
        ResourceTypes.named(resource.path("type").asText())
                .filter(type -> with.isObject() || with.isMissingNode())
                .ifPresent(type -> request(type, with, pointer + "/with"));
    }

    /// A label that is written out is that of a deployment by chance only.
    private void label(JsonNode label, String pointer) {
        if (label.isTextual() && Template.of(label, MAPPING).isConstant()) {
            mistake(pointer, "is no deployment's label; " + ResourceMapping.ONE_NAME);
        }
    }

    /// What says how long a secret is, says so of another kind.
    private void measure(JsonNode with, String pointer) {
        String kind = with.path("kind").asText();
        if (with.has("bytes") && Set.of("rsa", "ed25519", "vapid").contains(kind)) {
            mistake(
                    pointer + "/bytes",
                    "is for kind random; " + kind + (kind.equals("rsa") ? " has bits" : " has none"));
        }
        if (with.has("bits") && Set.of("random", "ed25519", "vapid").contains(kind)) {
            mistake(
                    pointer + "/bits",
                    "is for kind rsa; " + kind + (kind.equals("random") ? " has bytes" : " has none"));
        }
    }

    private void component(JsonNode component, String pointer) {
        JsonNode needs = component.path("needs");
        template(needs, pointer + "/needs", MAPPING).ifPresent(this::noSecrets);
        if (needs.isObject()) {
            request(ResourceTypes.existing("machine"), needs, pointer + "/needs");
        }
        template(component.path("environment"), pointer + "/environment", COMPONENT);
        template(component.path("runs"), pointer + "/runs", COMPONENT).ifPresent(this::noSecretsInCommands);
    }

    /// A compiled template and where it stands.
    private record Placed(Template template, String pointer) {}

    private Optional<Placed> template(JsonNode tree, String pointer, Scope scope) {
        if (tree.isMissingNode()) {
            return Optional.empty();
        }
        Template template = Template.of(tree, scope);
        template.mistakes().forEach(mistake -> mistake(pointer + mistake.pointer(), mistake.message()));
        template.references().forEach(reference -> exists(reference, pointer + reference.pointer()));
        return Optional.of(new Placed(template, pointer));
    }

    private Optional<Placed> condition(JsonNode when, String pointer, Scope scope) {
        Optional<Placed> placed = template(when, pointer, scope);
        placed.map(Placed::template)
                .filter(template -> template.mistakes().isEmpty()
                        && template.kind() != Kind.BOOLEAN
                        && template.kind() != Kind.UNKNOWN)
                .ifPresent(template -> mistake(pointer, "a condition must be true or false, such as ${options.open}"));
        return placed;
    }

    private void exists(Reference reference, String pointer) {
        List<String> path = reference.path();
        Set<String> fields = FIELDS.get(reference.root());
        if (fields != null && path.size() > 1 && !fields.contains(path.get(1))) {
            mistake(
                    pointer,
                    "there is no " + path.get(0) + "." + path.get(1) + "; there is "
                            + String.join(", ", fields.stream().sorted().toList()));
        }
        switch (reference.root()) {
            case "options" -> option(path.subList(1, path.size()), pointer);
            case "resources" -> result(path.subList(1, path.size()), pointer);
            case "source", "target" -> {
                if (path.size() > 1 && path.get(1).equals("resources")) {
                    result(path.subList(2, path.size()), pointer);
                } else if (path.size() > 1 && path.get(1).equals("options")) {
                    option(path.subList(2, path.size()), pointer);
                }
            }
            default -> {}
        }
    }

    private void option(List<String> path, String pointer) {
        if (options.isEmpty()) {
            return;
        }
        Shape shape = options.get();
        for (int i = 0; i < path.size(); i++) {
            Shape property = shape.property(path.get(i));
            if (!property.isDeclared()) {
                if (!shape.isOpen()) {
                    mistake(pointer, "there is no option " + String.join(".", path.subList(0, i + 1)));
                }
                return;
            }
            shape = property;
        }
    }

    private void result(List<String> path, String pointer) {
        if (path.isEmpty()) {
            return;
        }
        String type = resourceTypes.get(path.get(0));
        if (type == null) {
            mistake(pointer, "there is no resource '" + path.get(0) + "'");
        } else if (path.size() > 1) {
            ResourceTypes.named(type)
                    .filter(known -> !known.gives(path.get(1)))
                    .ifPresent(known -> mistake(
                            pointer,
                            "a resource of type " + type + " has no '" + path.get(1) + "'; it has "
                                    + String.join(
                                            ", ",
                                            known.result().path("properties").properties().stream()
                                                    .map(Map.Entry::getKey)
                                                    .toList())));
        }
    }

    /// The words of a command are shown to everybody on the machine, by `ps` and what inspects containers.
    private void noSecretsInCommands(Placed runs) {
        for (Reference reference : runs.template().references()) {
            boolean shown = COMMANDS.stream().anyMatch(reference.pointer()::startsWith);
            if (shown && !isAddress(reference) && isSecret(reference)) {
                mistake(
                        runs.pointer() + reference.pointer(),
                        reference.text() + " is or holds a secret, and everybody on the machine can read a command;"
                                + " hand it over in 'environment' instead");
            }
        }
    }

    /// An address of a database holds its password, but the format does not call it a secret: modules may name it
    /// anywhere. `environment` is the better place.
    private static boolean isAddress(Reference reference) {
        return reference.root().equals("resources")
                && reference.path().size() == 3
                && ADDRESSES.contains(reference.path().getLast());
    }

    private boolean isSecret(Reference reference) {
        List<String> path = reference.path().subList(1, reference.path().size());
        if (reference.presence()) {
            return false;
        }
        if (reference.root().equals("resources")) {
            return path.isEmpty()
                    ? resourceTypes.values().stream().anyMatch(type -> holdsSecret(type, List.of()))
                    : holdsSecret(resourceTypes.getOrDefault(path.getFirst(), ""), path.subList(1, path.size()));
        }
        return reference.root().equals("options") && isSecretOption(path);
    }

    private static boolean holdsSecret(String type, List<String> field) {
        JsonNode fields = ResourceTypes.named(type)
                .map(known -> known.result().path("properties"))
                .orElseGet(Schemas.JSON::createObjectNode);
        return field.isEmpty()
                ? fields.findValues("writeOnly").stream().anyMatch(JsonNode::asBoolean)
                : fields.path(field.getFirst()).path("writeOnly").asBoolean(false);
    }

    private boolean isSecretOption(List<String> path) {
        if (options.isEmpty()) {
            return false;
        }
        Shape shape = options.get();
        for (String name : path) {
            shape = shape.property(name);
        }
        return shape.hasSecrets();
    }

    /// Requests of resources are published; a secret option may be asked for its presence there, and nothing more.
    private void noSecrets(Placed placed) {
        for (Reference reference : placed.template().references()) {
            if (reference.root().equals("options")
                    && !reference.presence()
                    && isSecretOption(
                            reference.path().subList(1, reference.path().size()))) {
                mistake(
                        placed.pointer() + reference.pointer(),
                        reference.text() + " is or holds a secret; a resource request is readable by everybody");
            }
        }
    }

    /// Whether what is written fits what may be asked of a resource type.
    private void request(ResourceType type, JsonNode with, String pointer) {
        type.request().path("required").forEach(name -> {
            if (!with.has(name.asText())) {
                mistake(Pointers.child(pointer, name.asText()), "is missing: " + type.name() + " wants it");
            }
        });
        with.properties().forEach(field -> {
            String here = Pointers.child(pointer, field.getKey());
            Optional<JsonNode> wanted = type.requestField(field.getKey());
            if (wanted.isEmpty()) {
                mistake(
                        here,
                        type.name() + " knows no '" + field.getKey() + "'; it knows "
                                + String.join(
                                        ", ",
                                        type.request().path("properties").properties().stream()
                                                .map(Map.Entry::getKey)
                                                .toList()));
            } else {
                value(wanted.get(), field.getValue(), here);
            }
        });
    }

    private void value(JsonNode wanted, JsonNode given, String pointer) {
        Template template = Template.of(given, MAPPING);
        if (!template.mistakes().isEmpty()) {
            return;
        }
        if (template.isConstant()) {
            mistakes.addAll(Schemas.validate(Schemas.compile(wanted), given, pointer));
            return;
        }
        Set<String> wants = Shape.of(wanted).types();
        Set<String> gets = kinds(template);
        boolean fits = wants.isEmpty()
                || gets.isEmpty()
                || gets.stream()
                        .anyMatch(kind -> wants.contains(kind)
                                || kind.equals("integer") && wants.contains("number")
                                || kind.equals("number") && wants.contains("integer"));
        if (!fits) {
            mistake(
                    pointer,
                    "is of type " + String.join(" or ", gets) + ", but " + String.join(" or ", wants) + " is wanted");
        }
    }

    private Set<String> kinds(Template template) {
        return switch (template.kind()) {
            case BOOLEAN -> Set.of("boolean");
            case INTEGER -> Set.of("integer");
            case NUMBER -> Set.of("number");
            case TEXT -> Set.of("string");
            case LIST -> Set.of("array");
            case OBJECT -> Set.of("object");
            case NULL -> Set.of("null");
            case UNKNOWN ->
                template.path()
                        .filter(path -> path.size() > 1)
                        .map(path -> switch (path.get(0)) {
                            case "options" -> optionTypes(path.subList(1, path.size()));
                            case "deployment", "module" -> Set.of("string");
                            default -> Set.<String>of();
                        })
                        .orElse(Set.of());
        };
    }

    private Set<String> optionTypes(List<String> path) {
        if (options.isEmpty()) {
            return Set.of();
        }
        Shape shape = options.get();
        for (String name : path) {
            shape = shape.property(name);
        }
        return shape.types();
    }
}
