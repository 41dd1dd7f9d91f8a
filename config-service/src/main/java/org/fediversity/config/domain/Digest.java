package org.fediversity.config.domain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import org.fediversity.runtime.Json;

/// A mark of JSON that does not depend on how it was written: keys in order, no spaces, SHA-256.
public final class Digest {
    private static final ObjectMapper CANONICAL =
            Json.MAPPER.copy().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private Digest() {}

    /// Hexadecimal.
    public static String of(Object value) {
        try {
            Object plain = CANONICAL.convertValue(value, Object.class);
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(CANONICAL
                                    .writeValueAsString(plain == null ? new LinkedHashMap<>() : plain)
                                    .getBytes(StandardCharsets.UTF_8)));
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
