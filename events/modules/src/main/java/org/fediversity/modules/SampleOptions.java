package org.fediversity.modules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fediversity.expressions.Mistake;

/// Options that an operator might enter, made up from the schema alone: to try a module before there is an operator.
/// A text with a pattern cannot be guessed; its schema says one in `examples`, which a form shows, too.
public final class SampleOptions {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int ROUNDS = 20;
    private static final int LONGEST = 2_000;
    private static final int MOST = 5;

    private final OptionSchema schema;
    private final boolean everything;
    private final Effort effort;

    private SampleOptions(OptionSchema schema, boolean everything, Effort effort) {
        this.schema = schema;
        this.everything = everything;
        this.effort = effort;
    }

    /// As little as the schema lets through.
    public static JsonNode minimal(OptionSchema schema) {
        return minimal(schema, new Effort());
    }

    static JsonNode minimal(OptionSchema schema, Effort effort) {
        return new SampleOptions(schema, false, effort).completed(NODES.objectNode());
    }

    /// Everything filled in, as large and as long as it may be.
    public static JsonNode maximal(OptionSchema schema) {
        return maximal(schema, new Effort());
    }

    static JsonNode maximal(OptionSchema schema, Effort effort) {
        var samples = new SampleOptions(schema, true, effort);
        return samples.completed(samples.fitting(samples.object(schema.shape())));
    }

    /// Everything filled in, several times, so that each option that is a choice or a truth value takes each of its
    /// values; of long lists, some.
    public static List<JsonNode> choices(OptionSchema schema) {
        return choices(schema, new Effort());
    }

    static List<JsonNode> choices(OptionSchema schema, Effort effort) {
        List<JsonNode> all = new ArrayList<>();
        JsonNode maximal = maximal(schema, effort);
        for (int round = 0; round < MOST && !effort.isSpent(); round++) {
            ObjectNode options = maximal.deepCopy();
            for (String name : schema.shape().properties()) {
                List<JsonNode> alternatives = alternatives(schema.shape().property(name));
                if (!alternatives.isEmpty()) {
                    options.set(name, alternatives.get(round % alternatives.size()));
                }
            }
            var samples = new SampleOptions(schema, true, effort);
            all.add(samples.completed(samples.fitting(options)));
        }
        return all.stream().distinct().toList();
    }

    /// Leaves out what belongs to a condition that does not hold.
    private ObjectNode fitting(ObjectNode options) {
        for (int round = 0; round < ROUNDS; round++) {
            List<Mistake> unknown = effort.validate(schema, options).stream()
                    .filter(mistake -> mistake.message().equals(Schemas.UNKNOWN))
                    .toList();
            if (unknown.isEmpty()) {
                return options;
            }
            for (Mistake mistake : unknown) {
                int last = mistake.pointer().lastIndexOf('/');
                if (options.at(mistake.pointer().substring(0, last)) instanceof ObjectNode parent) {
                    parent.remove(name(mistake.pointer().substring(last + 1)));
                }
            }
        }
        return options;
    }

    private static String name(String segment) {
        return segment.replace("~1", "/").replace("~0", "~");
    }

    /// Adds what a condition of the schema makes necessary.
    private JsonNode completed(ObjectNode options) {
        for (int round = 0; round < ROUNDS; round++) {
            List<Mistake> missing = effort.validate(schema, options).stream()
                    .filter(mistake -> mistake.message().equals(Schemas.MISSING))
                    .toList();
            if (missing.isEmpty()) {
                return options;
            }
            missing.forEach(mistake -> add(options, mistake.pointer()));
        }
        return options;
    }

    private void add(ObjectNode options, String pointer) {
        Shape shape = schema.shape();
        JsonNode parent = options;
        String[] names = pointer.substring(1).split("/", -1);
        for (int i = 0; i < names.length; i++) {
            String name = name(names[i]);
            shape = parent.isArray() ? shape.element(Integer.parseInt(name)) : shape.property(name);
            if (i == names.length - 1 && parent instanceof ObjectNode object) {
                object.set(name, value(shape));
            } else {
                parent = parent.isArray() ? parent.path(Integer.parseInt(name)) : parent.path(name);
            }
        }
    }

    private ObjectNode object(Shape shape) {
        ObjectNode object = NODES.objectNode();
        for (String name : shape.properties()) {
            Shape property = shape.property(name);
            if (everything || required(shape, name)) {
                object.set(name, value(property));
            }
        }
        return object;
    }

    private static boolean required(Shape shape, String name) {
        for (JsonNode part : shape.schemas()) {
            for (JsonNode required : part.path("required")) {
                if (required.asText().equals(name)) {
                    return true;
                }
            }
        }
        return false;
    }

    private JsonNode value(Shape shape) {
        Optional<JsonNode> said = shape.defaultValue().or(() -> first(shape, "examples"));
        List<JsonNode> alternatives = alternatives(shape);
        if (!alternatives.isEmpty()) {
            return everything ? alternatives.getLast() : said.orElse(alternatives.getFirst());
        }
        Set<String> types = shape.types();
        if (types.contains("object")) {
            return object(shape);
        }
        if (types.contains("array")) {
            return array(shape, said);
        }
        if (types.contains("integer") || types.contains("number")) {
            Optional<JsonNode> bound = number(shape, everything ? "maximum" : "minimum");
            return everything
                    ? bound.or(() -> said).or(() -> number(shape, "minimum")).orElse(NODES.numberNode(1))
                    : said.or(() -> bound).orElse(NODES.numberNode(1));
        }
        return text(shape, said);
    }

    private JsonNode array(Shape shape, Optional<JsonNode> said) {
        if (!everything && said.isPresent()) {
            return said.get();
        }
        int least = number(shape, "minItems").map(JsonNode::asInt).orElse(0);
        int most = Math.min(MOST, number(shape, "maxItems").map(JsonNode::asInt).orElse(MOST));
        ArrayNode array = NODES.arrayNode();
        List<JsonNode> distinct = new ArrayList<>(alternatives(shape.element(0)));
        if (distinct.isEmpty()) {
            distinct.add(value(shape.element(0)));
        }
        int wanted = everything ? Math.max(least, Math.min(most, distinct.size())) : least;
        if (!effort.makes(wanted * distinct.stream().mapToLong(Effort::count).sum())) {
            return array;
        }
        for (int i = 0; i < wanted; i++) {
            array.add(distinct.get(i % distinct.size()));
        }
        return array;
    }

    private JsonNode text(Shape shape, Optional<JsonNode> said) {
        boolean shaped = has(shape, "pattern") || has(shape, "format");
        Optional<JsonNode> example = first(shape, "examples");
        if (shaped && example.isPresent()) {
            return example.get();
        }
        if (said.isPresent() && (shaped || !everything)) {
            return said.get();
        }
        Optional<String> format = shape.schemas().stream()
                .filter(part -> part.has("format"))
                .map(part -> part.path("format").asText())
                .findFirst();
        if (format.isPresent()) {
            return TextNode.valueOf(
                    switch (format.get()) {
                        case "email" -> "someone@example.org";
                        case "uri" -> "https://example.org/";
                        case "hostname" -> "example.org";
                        case "date" -> "2026-01-31";
                        default -> "x";
                    });
        }
        int least = number(shape, "minLength").map(JsonNode::asInt).orElse(1);
        int most = number(shape, "maxLength").map(JsonNode::asInt).orElse(Math.max(least, 20));
        return TextNode.valueOf("x".repeat(Math.min(LONGEST, everything ? most : Math.max(1, least))));
    }

    /// The values of an option that is a choice: `enum`, `const`, alternatives that are constants, true and false.
    private static List<JsonNode> alternatives(Shape shape) {
        Set<JsonNode> values = new LinkedHashSet<>();
        for (JsonNode part : shape.schemas()) {
            part.path("enum").forEach(values::add);
            if (part.has("const")) {
                values.add(part.get("const"));
            }
        }
        if (values.isEmpty() && shape.types().equals(Set.of("boolean"))) {
            return List.of(BooleanNode.FALSE, BooleanNode.TRUE);
        }
        return List.copyOf(values);
    }

    private static Optional<JsonNode> first(Shape shape, String keyword) {
        return shape.schemas().stream()
                .map(part -> part.path(keyword).path(0))
                .filter(value -> !value.isMissingNode())
                .findFirst();
    }

    private static Optional<JsonNode> number(Shape shape, String keyword) {
        return shape.schemas().stream()
                .map(part -> part.path(keyword))
                .filter(JsonNode::isNumber)
                .findFirst();
    }

    private static boolean has(Shape shape, String keyword) {
        return shape.schemas().stream().anyMatch(part -> part.has(keyword));
    }
}
