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
import java.util.stream.Stream;
import org.fediversity.runtime.Fault;

/// What an environment may look like: its JSON Schema, and what no schema can say. Every mistake is told at once.
public final class EnvironmentFormat {
    private static final JsonSchema SCHEMA = schema();
    private final Map<String, Set<String>> drivers;

    /// @param drivers resource type to the names of the drivers that serve it
    public EnvironmentFormat(Map<String, Set<String>> drivers) {
        this.drivers = Map.copyOf(drivers);
    }

    /// All that is wrong with a document, in the order of its pointers; empty if nothing is.
    public List<Fault> faults(JsonNode document) {
        List<Fault> shape = SCHEMA.validate(document).stream()
                .map(EnvironmentFormat::fault)
                .distinct()
                .toList();
        Stream<Fault> meaning = document.isObject() ? meaning(Plain.read(document)).stream() : Stream.empty();
        return Stream.concat(shape.stream(), meaning)
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
        }
        Definition definition = Definition.read(document);
        List<Object> rules = Plain.array(document.get("policy"));
        for (int i = 0; i < Math.min(rules.size(), definition.rules().size()); i++) {
            faults.addAll(
                    PolicyMapping.faults("/policy/" + i, definition.rules().get(i), definition));
        }
        return faults;
    }

    private Optional<String> unknownDriver(Map<String, Object> resource) {
        String type = Plain.text(resource, "type");
        String driver = Plain.text(resource, "driver");
        Set<String> known = drivers.getOrDefault(type, Set.of());
        if (type.isEmpty() || driver.isEmpty() || known.contains(driver)) {
            return Optional.empty();
        }
        return Optional.of(
                known.isEmpty()
                        ? "no driver here serves " + type
                        : "no driver '" + driver + "' serves " + type + "; there is "
                                + String.join(", ", known.stream().sorted().toList()));
    }

    /// A schema's message, without the value that it found: it may be a secret.
    private static Fault fault(ValidationMessage message) {
        String pointer = message.getInstanceLocation().toString();
        String text = message.getMessage();
        String told = text.startsWith(pointer + ": ") ? text.substring(pointer.length() + 2) : text;
        return new Fault(pointer, told);
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
