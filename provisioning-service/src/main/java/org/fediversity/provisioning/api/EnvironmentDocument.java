package org.fediversity.provisioning.api;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fediversity.runtime.Fault;
import org.fediversity.runtime.vault.Vault;

/// Keeps secrets out of what is stored and shown. On the way in, a secret that is written out becomes a reference into
/// the vault; on the way out, a reference becomes a fingerprint, which on the way in again means "the one that is
/// there".
@ApplicationScoped
public class EnvironmentDocument {
    private static final List<String> SECRET_FIELDS = List.of("password", "secretKey");
    private final Vault vault;

    EnvironmentDocument(Vault vault) {
        this.vault = vault;
    }

    /// A document that may be stored.
    ///
    /// @param fresh  references that were made for it, to be forgotten if it is not stored after all
    /// @param faults fingerprints that stand for nothing
    public record Sealed(Map<String, Object> document, List<String> fresh, List<Fault> faults) {}

    /// @param before the stored document that it replaces; empty if there is none
    public Sealed seal(String environment, Map<String, Object> document, Map<String, Object> before) {
        List<String> fresh = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        Map<String, Object> sealed = eachSecret(document, (pointer, offer, field, value) -> {
            Optional<String> known = reference(before, offer, field);
            if (value instanceof Map<?, ?> shown && shown.containsKey("fingerprint")) {
                if (known.isEmpty() || !fingerprint(known.get()).equals(shown.get("fingerprint"))) {
                    faults.add(new Fault(pointer, "the secret has changed since, or was never set; write it out"));
                    return value;
                }
                return Map.of("vault", known.get());
            }
            if (!(value instanceof String text)) {
                return value;
            }
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (known.isPresent() && fingerprint(known.get()).equals(vault.fingerprint(bytes))) {
                return Map.of("vault", known.get());
            }
            String reference = vault.put("environment:" + environment, bytes);
            fresh.add(reference);
            return Map.of("vault", reference);
        });
        return new Sealed(sealed, fresh, faults);
    }

    public void forget(Sealed sealed) {
        sealed.fresh().forEach(vault::forget);
    }

    /// A stored document as its provider may see it.
    public Map<String, Object> shown(Map<String, Object> document) {
        return eachSecret(
                document,
                (_, _, _, value) ->
                        value instanceof Map<?, ?> reference && reference.get("vault") instanceof String sealed
                                ? Map.of("set", true, "fingerprint", fingerprint(sealed))
                                : value);
    }

    private String fingerprint(String reference) {
        return vault.get(reference).map(vault::fingerprint).orElse("");
    }

    @FunctionalInterface
    private interface Change {
        Object of(String pointer, String offer, String field, Object value);
    }

    private static Map<String, Object> eachSecret(Map<String, Object> document, Change change) {
        Map<String, Object> changed = new LinkedHashMap<>(document);
        changed.computeIfPresent("resources", (_, resources) -> {
            List<Object> all = new ArrayList<>();
            int i = 0;
            for (Object resource : (List<?>) resources) {
                all.add(eachSecret(object(resource), "/resources/" + i++, change));
            }
            return all;
        });
        return changed;
    }

    private static Map<String, Object> eachSecret(Map<String, Object> resource, String pointer, Change change) {
        Map<String, Object> changed = new LinkedHashMap<>(resource);
        changed.computeIfPresent("at", (_, at) -> {
            Map<String, Object> fields = new LinkedHashMap<>(object(at));
            String offer = String.valueOf(resource.get("name"));
            fields.replaceAll((field, value) ->
                    SECRET_FIELDS.contains(field) ? change.of(pointer + "/at/" + field, offer, field, value) : value);
            return fields;
        });
        return changed;
    }

    private static Optional<String> reference(Map<String, Object> document, String offer, String field) {
        return document.get("resources") instanceof List<?> resources
                ? resources.stream()
                        .map(EnvironmentDocument::object)
                        .filter(resource -> offer.equals(resource.get("name")))
                        .map(resource ->
                                object(object(resource.get("at")).get(field)).get("vault"))
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .findFirst()
                : Optional.empty();
    }

    @SuppressWarnings("unchecked") // a document's objects have text as keys
    private static Map<String, Object> object(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
