package org.fediversity.gateway.api.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.Fault;
import org.fediversity.runtime.Json;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.GeneralRefusal;

/// Reads a JSON object member by member and collects everything that is wrong with it.
final class WebhookBody {
    private final JsonNode object;
    private final List<Fault> faults = new ArrayList<>();

    private WebhookBody(JsonNode object) {
        this.object = object;
    }

    /// @param known names of the members that mean something
    /// @throws RefusedException 400 for what is not a JSON object
    static WebhookBody read(String text, Set<String> known) {
        JsonNode object;
        try {
            object = Json.MAPPER
                    .reader()
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(text.isBlank() ? "{}" : text);
        } catch (JsonProcessingException e) {
            throw new RefusedException(GeneralRefusal.MALFORMED, "The body is not JSON: " + place(e));
        }
        if (!object.isObject()) {
            throw new RefusedException(GeneralRefusal.MALFORMED, "The body has to be a JSON object.");
        }
        WebhookBody body = new WebhookBody(object);
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                body.fault("/" + name.replace("~", "~0").replace("/", "~1"), "nothing of that name is known here");
            }
        });
        return body;
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? "it cannot be read."
                : "look at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ".";
    }

    void fault(String pointer, String message) {
        faults.add(new Fault(pointer, message));
    }

    /// @throws RefusedException 422 with everything that is wrong, if something is
    void check() {
        if (!faults.isEmpty()) {
            throw new RefusedException(new Decision.Refused(
                    GeneralRefusal.INVALID,
                    faults.getFirst().pointer() + ": " + faults.getFirst().message()
                            + (faults.size() > 1 ? ", and more." : "."),
                    faults));
        }
    }

    /// Whether it is there and not null.
    boolean has(String name) {
        return object.hasNonNull(name);
    }

    /// Nothing of the name, and null, are the same.
    Optional<String> text(String name) {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            fault("/" + name, "a string is expected");
            return Optional.empty();
        }
        return Optional.of(value.asText());
    }

    Optional<Boolean> truth(String name) {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isBoolean()) {
            fault("/" + name, "true or false is expected");
            return Optional.empty();
        }
        return Optional.of(value.asBoolean());
    }

    Optional<Long> number(String name, long least, long most) {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < least || value.asLong() > most) {
            fault("/" + name, "a whole number between " + least + " and " + most + " is expected");
            return Optional.empty();
        }
        return Optional.of(value.asLong());
    }

    /// Null stands for the empty list: that is how a merge patch takes something away.
    Optional<List<String>> texts(String name, int most) {
        JsonNode value = object.path(name);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        if (value.isArray() && value.size() <= most) {
            for (int i = 0; i < value.size(); i++) {
                if (value.get(i).isTextual() && !value.get(i).asText().isBlank()) {
                    texts.add(value.get(i).asText());
                } else {
                    fault("/" + name + "/" + i, "a string is expected");
                }
            }
        } else if (!value.isNull()) {
            fault("/" + name, "a list of at most " + most + " strings is expected");
        }
        return Optional.of(List.copyOf(texts));
    }
}
