package org.fediversity.provisioning.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fediversity.expressions.Pointers;
import org.fediversity.modules.ResourceTypes;
import org.fediversity.modules.ResourceTypes.ResourceType;
import org.fediversity.runtime.Fault;

/// What an environment may look like: its JSON Schema, what no schema can say, and what only shows when the policy is
/// tried. Every mistake is told at once.
public final class EnvironmentFormat {
    private static final JsonSchema SCHEMA = schema();
    private static final Pattern SECRET = Pattern.compile("/resources/\\d+/at/[^/]+");
    private static final Set<String> TYPES =
            ResourceTypes.all().stream().map(ResourceType::name).collect(Collectors.toUnmodifiableSet());

    private final List<KnownDriver> drivers;

    public EnvironmentFormat(List<KnownDriver> drivers) {
        this.drivers = Plain.list(drivers);
    }

    /// All that is wrong with a document, in the order of its pointers; empty if nothing is.
    public List<Fault> faults(JsonNode document) {
        Stream<Fault> shape = SCHEMA.validate(document).stream().flatMap(EnvironmentFormat::fault);
        Stream<Fault> meaning = document.isObject() ? meaning(Plain.read(document)).stream() : Stream.empty();
        return Stream.concat(shape, meaning)
                .distinct()
                .sorted(Comparator.comparing(Fault::pointer))
                .toList();
    }

    private List<Fault> meaning(Map<String, Object> document) {
        List<Fault> faults = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<Object> resources = Plain.array(document.get("resources"));
        for (int i = 0; i < resources.size(); i++) {
            Map<String, Object> resource = Plain.object(resources.get(i));
            String pointer = "/resources/" + i;
            String name = Plain.text(resource, "name");
            if (!name.isEmpty() && !names.add(name)) {
                faults.add(new Fault(pointer + "/name", "there is another resource with the name '" + name + "'"));
            }
            unknownDriver(resource).ifPresent(message -> faults.add(new Fault(pointer + "/driver", message)));
            faults.addAll(uncounted(pointer + "/capacity", resource));
        }
        faults.addAll(policy(Definition.read(document), Plain.array(document.get("policy"))));
        return faults;
    }

    private List<Fault> policy(Definition definition, List<Object> written) {
        List<Fault> faults = new ArrayList<>();
        Set<Integer> wrong = new HashSet<>();
        for (int i = 0; i < Math.min(written.size(), definition.rules().size()); i++) {
            List<Fault> found = new ArrayList<>(rule("/policy/" + i, Plain.object(written.get(i))));
            found.addAll(PolicyNames.faults("/policy/" + i, definition.rules().get(i), definition, drivers));
            if (!found.isEmpty()) {
                wrong.add(i);
            }
            faults.addAll(found);
        }
        faults.addAll(new PolicyTrial(definition, drivers, wrong).faults());
        return faults;
    }

    /// What a rule has to say. The schema says it, too, in words that nobody understands.
    private static List<Fault> rule(String pointer, Map<String, Object> rule) {
        List<Fault> faults = new ArrayList<>();
        if ("".equals(rule.get("when"))) {
            faults.add(new Fault(pointer + "/when", "is empty; leave it out for a rule that always matches"));
        }
        if (rule.containsKey("use") == rule.containsKey("refuse")) {
            faults.add(new Fault(
                    pointer,
                    "a rule either says which resource to 'use', or why to 'refuse'; this one says "
                            + (rule.containsKey("use") ? "both" : "neither")));
        } else if (rule.containsKey("refuse") && rule.containsKey("with")) {
            faults.add(new Fault(pointer + "/with", "a rule that refuses adds nothing"));
        }
        return faults;
    }

    private Optional<String> unknownDriver(Map<String, Object> resource) {
        String type = Plain.text(resource, "type");
        String driver = Plain.text(resource, "driver");
        List<String> known = drivers.stream()
                .filter(one -> one.type().equals(type))
                .map(KnownDriver::name)
                .sorted()
                .toList();
        if (type.isEmpty() || driver.isEmpty() || known.contains(driver)) {
            return Optional.empty();
        }
        return Optional.of(
                known.isEmpty()
                        ? "no driver here serves " + type
                        : "no driver '" + driver + "' serves " + type + "; there is " + String.join(", ", known));
    }

    /// A quantity that no request of the type has would be a limit that limits nothing.
    private static List<Fault> uncounted(String pointer, Map<String, Object> resource) {
        String type = Plain.text(resource, "type");
        if (!TYPES.contains(type)) {
            return List.of();
        }
        Set<String> counted = Amounts.dimensions(type);
        return Plain.object(resource.get("capacity")).keySet().stream()
                .filter(quantity -> !counted.contains(quantity))
                .map(quantity -> new Fault(
                        Pointers.child(pointer, quantity),
                        "is no quantity of a " + type + "; there is " + String.join(", ", counted)))
                .toList();
    }

    /// A schema's message, without the value that it found: it may be a secret. What is missing or unknown is
    /// pointed at itself.
    private static Stream<Fault> fault(ValidationMessage message) {
        String pointer = message.getInstanceLocation().toString();
        String path = message.getEvaluationPath().toString();
        if (path.startsWith("/properties/policy/items/$ref/oneOf")) {
            return Stream.empty(); // see rule()
        }
        Matcher secret = SECRET.matcher(pointer);
        if (path.contains("/anyOf/") && secret.lookingAt()) {
            return Stream.of(new Fault(
                    secret.group(),
                    "is a secret: either the text itself, or {secret: name} for one of the set-up's configuration"));
        }
        String property = message.getProperty();
        return Stream.of(
                switch (message.getType()) {
                    case "required" -> new Fault(Pointers.child(pointer, property), "is missing");
                    case "additionalProperties" -> new Fault(Pointers.child(pointer, property), "is unknown here");
                    default -> {
                        String text = message.getMessage();
                        yield new Fault(
                                pointer, text.startsWith(pointer + ": ") ? text.substring(pointer.length() + 2) : text);
                    }
                });
    }

    private static JsonSchema schema() {
        try (InputStream file = Objects.requireNonNull(
                EnvironmentFormat.class.getResourceAsStream("/schema/environment.json"), "schema/environment.json")) {
            JsonNode schema = new ObjectMapper().readTree(file);
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(
                            schema,
                            SchemaValidatorsConfig.builder()
                                    .pathType(PathType.JSON_POINTER)
                                    .build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
