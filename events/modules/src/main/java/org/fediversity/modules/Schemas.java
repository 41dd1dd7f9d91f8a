package org.fediversity.modules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.regex.RegularExpression;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.fediversity.expressions.Mistake;
import org.fediversity.expressions.Pointers;
import org.fediversity.expressions.SafePattern;

/// JSON Schema 2020-12 as we use it: formats are checked, patterns are RE2 (no catastrophic back-tracking), nothing is
/// ever fetched, and mistakes have the pointer of what is wrong or missing.
final class Schemas {
    /// For plain trees; nothing of ours is bound.
    static final ObjectMapper JSON = new ObjectMapper();

    /// What is said of something that ought to be there.
    static final String MISSING = "is missing";

    /// What is said of something that ought not to be there.
    static final String UNKNOWN = "is unknown here";

    private static final Set<String> ALTERNATIVES = Set.of("oneOf", "anyOf");
    private static final int MOST_MISTAKES = 200;
    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .formatAssertionsEnabled(true)
            .regularExpressionFactory(Schemas::re2)
            .build();
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final JsonSchema META = FACTORY.getSchema(
            SchemaLocation.of(SchemaId.V202012),
            SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).build());

    private Schemas() {}

    private static RegularExpression re2(String pattern) {
        try {
            return SafePattern.compile(pattern)::find;
        } catch (SafePattern.Refused e) {
            throw new IllegalArgumentException(e);
        }
    }

    /// Compiles a schema that was found harmless.
    static JsonSchema compile(JsonNode schema) {
        return FACTORY.getSchema(schema, CONFIG);
    }

    static JsonNode resource(String name) {
        try (InputStream file = Objects.requireNonNull(
                Schemas.class.getResourceAsStream("/schema/" + name), "there is no resource schema/" + name)) {
            return JSON.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What is wrong with a schema by the rules of JSON Schema.
    static List<Mistake> checkSchema(JsonNode schema, String pointer) {
        return mistakes(META.validate(schema), pointer);
    }

    /// What is wrong with a value, each with its pointer below the given one.
    static List<Mistake> validate(JsonSchema schema, JsonNode value, String pointer) {
        return mistakes(ofChosen(schema.getSchemaNode(), schema.validate(value)), pointer);
    }

    /// Of alternatives of which the value has chosen one, what is wrong with that one only.
    private static Set<ValidationMessage> ofChosen(JsonNode root, Set<ValidationMessage> messages) {
        Set<ValidationMessage> told = new LinkedHashSet<>(messages);
        for (ValidationMessage message : messages) {
            if (ALTERNATIVES.contains(message.getType()) && message.getInstanceNode() != null) {
                String place = message.getEvaluationPath().toString();
                JsonNode alternatives = message.getSchemaNode();
                Branches.chosen(root, alternatives, message.getInstanceNode()).ifPresent(chosen -> {
                    String branch = place + "/" + chosen + "/";
                    boolean known = messages.stream()
                            .anyMatch(one -> one.getEvaluationPath().toString().startsWith(branch));
                    if (known) {
                        told.removeIf(one -> {
                            String at = one.getEvaluationPath().toString();
                            return one == message || at.startsWith(place + "/") && !at.startsWith(branch);
                        });
                    }
                });
            }
        }
        return told;
    }

    private static List<Mistake> mistakes(Set<ValidationMessage> messages, String pointer) {
        List<Mistake> mistakes = new ArrayList<>();
        for (ValidationMessage message : messages) {
            Mistake mistake = new Mistake(pointer + place(message), text(message));
            if (!mistakes.contains(mistake) && mistakes.size() < MOST_MISTAKES) {
                mistakes.add(mistake);
            }
        }
        mistakes.sort(Comparator.comparing(Mistake::pointer));
        return mistakes;
    }

    private static String place(ValidationMessage message) {
        String place = message.getInstanceLocation().toString();
        return message.getProperty() == null ? place : Pointers.child(place, message.getProperty());
    }

    /// The validator's message without its place in front. It tells what the schema wants, never what it found.
    private static String text(ValidationMessage message) {
        String type = message.getType();
        if ("required".equals(type)) {
            return MISSING;
        }
        if ("additionalProperties".equals(type) || "unevaluatedProperties".equals(type)) {
            return UNKNOWN;
        }
        String text = message.getMessage();
        int colon = text.indexOf(": ");
        String told = colon >= 0 && (text.startsWith("/") || text.startsWith(": ")) ? text.substring(colon + 2) : text;
        return told.length() > 300 ? told.substring(0, 300) + "…" : told;
    }
}
