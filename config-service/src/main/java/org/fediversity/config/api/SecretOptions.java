package org.fediversity.config.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fediversity.expressions.Pointers;
import org.fediversity.modules.OptionSchema;
import org.fediversity.runtime.Fault;
import org.fediversity.runtime.vault.Vault;

/// Seals `writeOnly` options at the door. Inside they are `{"secret": reference, "fingerprint": …}`; outside they are
/// shown as `{"set": true, "fingerprint": …}`, and who sends that back keeps what is there.
@ApplicationScoped
class SecretOptions {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private final Vault vault;

    SecretOptions(Vault vault) {
        this.vault = vault;
    }

    /// References that were made, so that they can be forgotten again.
    record Sealed(JsonNode options, List<String> fresh) {}

    /// The options with every secret in the clear, to be validated and then dropped.
    ///
    /// @param before the options staged so far, secrets as references
    JsonNode opened(OptionSchema schema, JsonNode sent, JsonNode before, String pointer, List<Fault> faults) {
        return schema.mapSecrets(sent, (at, value) -> {
            if (value.isNull()) {
                return MissingNode.getInstance();
            }
            if (!value.isObject()) {
                return value;
            }
            if (value.path("set").isBoolean() && !value.path("set").asBoolean()) {
                return MissingNode.getInstance();
            }
            Optional<String> kept = value.path("set").asBoolean(false) ? kept(before.at(at), value) : Optional.empty();
            if (kept.isEmpty()) {
                faults.add(new Fault(
                        pointer + at, "is a secret: send a text, or what is shown of it to keep what is there"));
            }
            return kept.<JsonNode>map(TextNode::valueOf).orElse(MissingNode.getInstance());
        });
    }

    private Optional<String> kept(JsonNode before, JsonNode sent) {
        boolean same = OptionSchema.isReference(before)
                && (!sent.has("fingerprint") || sent.get("fingerprint").equals(before.get("fingerprint")));
        return same
                ? vault.get(before.get("secret").asText()).map(value -> new String(value, StandardCharsets.UTF_8))
                : Optional.empty();
    }

    /// The options with every secret sealed. A secret that did not change keeps its reference.
    ///
    /// @param opened valid options, secrets in the clear
    Sealed sealed(String deployment, OptionSchema schema, JsonNode opened, JsonNode before) {
        List<String> fresh = new ArrayList<>();
        JsonNode options = schema.mapSecrets(opened, (at, value) -> {
            byte[] secret = value.asText().getBytes(StandardCharsets.UTF_8);
            String fingerprint =
                    vault.fingerprint((deployment + "\n" + value.asText()).getBytes(StandardCharsets.UTF_8));
            JsonNode known = before.at(at);
            if (OptionSchema.isReference(known)
                    && known.get("fingerprint").asText().equals(fingerprint)) {
                return known;
            }
            String reference = vault.put(deployment, secret);
            fresh.add(reference);
            return NODES.objectNode().put("secret", reference).put("fingerprint", fingerprint);
        });
        return new Sealed(options, fresh);
    }

    void forget(List<String> references) {
        references.forEach(vault::forget);
    }

    /// Options as they may be shown.
    static JsonNode shown(JsonNode options) {
        if (OptionSchema.isReference(options)) {
            ObjectNode mark = NODES.objectNode();
            mark.put("set", true);
            mark.set("fingerprint", options.get("fingerprint"));
            return mark;
        }
        if (options instanceof ObjectNode object) {
            ObjectNode copy = NODES.objectNode();
            object.properties().forEach(field -> copy.set(field.getKey(), shown(field.getValue())));
            return copy;
        }
        if (options instanceof ArrayNode array) {
            ArrayNode copy = NODES.arrayNode();
            array.forEach(element -> copy.add(shown(element)));
            return copy;
        }
        return options;
    }

    /// Nobody may smuggle in a reference: whoever deploys would open it.
    static void refuseReferences(JsonNode options, String pointer, List<Fault> faults) {
        if (OptionSchema.isReference(options)
                || options.path("secret").asText("").matches("(config|deployment|provisioning|migration)/.*")) {
            faults.add(new Fault(Pointers.child(pointer, "secret"), "looks like a reference to a secret"));
        }
        options.properties()
                .forEach(field -> refuseReferences(field.getValue(), Pointers.child(pointer, field.getKey()), faults));
        if (options.isArray()) {
            for (int i = 0; i < options.size(); i++) {
                refuseReferences(options.get(i), Pointers.child(pointer, i), faults);
            }
        }
    }
}
