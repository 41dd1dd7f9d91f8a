package org.fediversity.provisioning.driver;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.fediversity.contracts.Assignment;
import org.fediversity.provisioning.domain.AllocationId;

/// One resource that an allocation wants from an offer.
///
/// @param setup      name of this set-up, so that two of them can share a server
/// @param domain     domain of the deployment
/// @param endpoint   where the offer is served
/// @param memory     of this resource
/// @param carried    the value that a secret shall have, by field, because it moves along
public record Order(
        String setup,
        AllocationId allocation,
        String domain,
        Assignment assignment,
        Endpoint endpoint,
        Memory memory,
        Map<String, Secret> carried) {

    /// The idempotency key: the same for every attempt at the same resource of the same allocation, unlike any other.
    public String key() {
        return setup + "/" + allocation + "/" + assignment.resource() + ":" + assignment.type();
    }

    public Map<String, Object> request() {
        return assignment.request();
    }

    public Map<String, Object> with() {
        return assignment.with();
    }

    public Optional<Integer> number(Map<String, Object> fields, String field) {
        return fields.get(field) instanceof Number number ? Optional.of(number.intValue()) : Optional.empty();
    }

    /// A name for the outside world, derived from the key: readable at its start, unique by its end, made of
    /// `a-z0-9` and the separator only, starting with a letter, at most 49 characters long.
    public String identifier(char separator) {
        String readable = assignment
                .resource()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", String.valueOf(separator))
                .replaceAll("^[^a-z]+", "");
        String start = readable.length() > 30 ? readable.substring(0, 30) : readable;
        String trimmed = start.isEmpty() ? "r" : start;
        String joined = trimmed.charAt(trimmed.length() - 1) == separator
                ? trimmed.substring(0, trimmed.length() - 1)
                : trimmed;
        return joined + separator + digest().substring(0, 18);
    }

    private String digest() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
