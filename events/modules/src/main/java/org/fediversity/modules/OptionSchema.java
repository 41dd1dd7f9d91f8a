package org.fediversity.modules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.fediversity.expressions.Mistake;
import org.fediversity.expressions.Pointers;

/// The options of one application version: what they may be, which have defaults, which are secrets.
public final class OptionSchema {
    private static final ObjectNode NONE =
            JsonNodeFactory.instance.objectNode().put("type", "object").put("additionalProperties", false);

    private final JsonNode schema;
    private final Shape shape;
    private final JsonSchema compiled;
    private final Defaults defaults;
    private final long cost;

    private OptionSchema(JsonNode schema) {
        this.schema = schema;
        this.shape = Shape.of(schema);
        this.compiled = Schemas.compile(schema);
        this.defaults = new Defaults(schema);
        this.cost = SchemaSafety.size(schema) * (1 + defaults.rounds());
    }

    /// @param options as in a module that was checked; a module without options has none
    static OptionSchema of(JsonNode options) {
        return new OptionSchema(options.isObject() && !options.isEmpty() ? options : NONE);
    }

    /// As written.
    public JsonNode json() {
        return schema;
    }

    /// How much work it is to complete and validate options that have no lists, in schemas.
    long cost() {
        return cost;
    }

    Shape shape() {
        return shape;
    }

    /// What is wrong with options, with pointers below the given one.
    public List<Mistake> validate(JsonNode options, String pointer) {
        return Schemas.validate(compiled, options, pointer);
    }

    /// What is wrong with options as they were sent, once their defaults are filled in, with pointers below the
    /// given one into what was sent, or to what is missing there.
    public List<Mistake> judge(JsonNode sent, String pointer) {
        JsonNode complete = withDefaults(sent);
        List<Mistake> all = Schemas.validate(compiled, complete, "");
        // a condition that fails leaves what it knows unevaluated, and with it what its defaults added
        List<Mistake> told = all.stream()
                .filter(mistake ->
                        !mistake.message().equals(Schemas.UNKNOWN) || !defaults.knows(complete, mistake.pointer()))
                .toList();
        return (told.isEmpty() ? all : told)
                .stream()
                        .map(mistake -> withinSent(sent, mistake).below(pointer))
                        .distinct()
                        .toList();
    }

    private static Mistake withinSent(JsonNode sent, Mistake mistake) {
        String place = mistake.pointer();
        if (mistake.message().equals(Schemas.MISSING) || !sent.at(place).isMissingNode()) {
            return mistake;
        }
        while (sent.at(place).isMissingNode()) {
            place = Pointers.parent(place);
        }
        return new Mistake(
                place,
                "the default of " + mistake.pointer().substring(place.length() + 1) + " does not fit: "
                        + mistake.message());
    }

    /// The options with every default that applies.
    public JsonNode withDefaults(JsonNode options) {
        return defaults.complete(options);
    }

    /// The options as expressions see them: defaults applied, a truth value that was left out is false, everything else
    /// that was left out is null.
    public JsonNode effective(JsonNode options) {
        return everything(defaults.complete(options), shape);
    }

    private static JsonNode everything(JsonNode value, Shape shape) {
        if (value instanceof ObjectNode object && !isReference(object)) {
            ObjectNode complete = JsonNodeFactory.instance.objectNode();
            for (String name : shape.properties()) {
                Shape property = shape.property(name);
                JsonNode given = object.get(name);
                if (given != null) {
                    complete.set(name, everything(given, property));
                } else if (property.types().equals(Set.of("boolean"))) {
                    complete.put(name, false);
                } else {
                    complete.putNull(name);
                }
            }
            object.properties().forEach(field -> {
                if (!complete.has(field.getKey())) {
                    complete.set(field.getKey(), everything(field.getValue(), shape.property(field.getKey())));
                }
            });
            return complete;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode complete = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < array.size(); i++) {
                complete.add(everything(array.get(i), shape.element(i)));
            }
            return complete;
        }
        return value;
    }

    /// Whether a value is what stands for a sealed secret: `{"secret": reference, "fingerprint": …}`.
    public static boolean isReference(JsonNode value) {
        return value.isObject() && value.size() == 2 && value.path("secret").isTextual() && value.has("fingerprint");
    }

    /// A copy in which every secret that is there is replaced.
    ///
    /// @param replace given the pointer of a secret and what stands there; a missing node removes it
    public JsonNode mapSecrets(JsonNode options, BiFunction<String, JsonNode, JsonNode> replace) {
        return map(options, shape, "", replace);
    }

    private static JsonNode map(
            JsonNode value, Shape shape, String pointer, BiFunction<String, JsonNode, JsonNode> replace) {
        if (shape.isSecret()) {
            return replace.apply(pointer, value);
        }
        if (value instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                JsonNode mapped = map(
                        field.getValue(),
                        shape.property(field.getKey()),
                        Pointers.child(pointer, field.getKey()),
                        replace);
                if (!mapped.isMissingNode()) {
                    copy.set(field.getKey(), mapped);
                }
            }
            return copy;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < array.size(); i++) {
                JsonNode mapped = map(array.get(i), shape.element(i), Pointers.child(pointer, i), replace);
                copy.add(mapped.isMissingNode() ? JsonNodeFactory.instance.nullNode() : mapped);
            }
            return copy;
        }
        return value;
    }
}
