package org.fediversity.config.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import org.fediversity.expressions.Pointers;
import org.fediversity.modules.Module;
import org.fediversity.runtime.Json;

/// The schema that a form is made of.
final class FormSchema {
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private FormSchema() {}

    /// Options of one application.
    static JsonNode ofOne(Module module) {
        ObjectNode schema = Json.MAPPER.createObjectNode();
        schema.put("$schema", DIALECT);
        schema.put("title", module.title());
        schema.setAll((ObjectNode) module.options().json().deepCopy());
        return schema;
    }

    /// What can be sent as the configuration of a deployment that consists of these applications.
    static JsonNode ofAll(List<Module> modules) {
        ObjectNode schema = Json.MAPPER.createObjectNode();
        schema.put("$schema", DIALECT);
        schema.put("title", "Configuration");
        schema.put("type", "object");
        schema.put("additionalProperties", false);
        schema.putArray("required").add("applications");
        ObjectNode applications = schema.putObject("properties").putObject("applications");
        applications.put("title", "Applications");
        applications.put("type", "object");
        applications.put("additionalProperties", false);
        ObjectNode properties = applications.putObject("properties");
        for (Module module : modules) {
            ObjectNode options = Json.MAPPER.createObjectNode();
            options.put("title", module.title());
            options.setAll((ObjectNode) moved(
                    module.options().json(),
                    "#" + Pointers.of("properties", "applications", "properties", module.name())));
            options.remove("$schema");
            properties.set(module.name(), options);
        }
        List<String> required = modules.stream()
                .filter(module -> !module.options().json().path("required").isEmpty())
                .map(Module::name)
                .toList();
        if (!required.isEmpty()) {
            applications.set("required", Json.MAPPER.valueToTree(required));
        }
        return schema;
    }

    /// The schema with its references leading to where it stands now.
    private static JsonNode moved(JsonNode schema, String to) {
        if (schema instanceof ObjectNode object) {
            ObjectNode copy = Json.MAPPER.createObjectNode();
            object.properties()
                    .forEach(field -> copy.set(
                            field.getKey(),
                            field.getKey().equals("$ref") && field.getValue().isTextual()
                                    ? TextNode.valueOf(
                                            to + field.getValue().asText().substring(1))
                                    : moved(field.getValue(), to)));
            return copy;
        }
        if (schema.isArray()) {
            var copy = Json.MAPPER.createArrayNode();
            schema.forEach(element -> copy.add(moved(element, to)));
            return copy;
        }
        return schema;
    }
}
