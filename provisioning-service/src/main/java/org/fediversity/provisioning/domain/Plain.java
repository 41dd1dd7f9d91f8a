package org.fediversity.provisioning.domain;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fediversity.runtime.Json;
import org.jspecify.annotations.Nullable;

/// Unmodifiable copies in the order of writing, and careful reading of documents.
final class Plain {
    private Plain() {}

    static <K, V> Map<K, V> map(@Nullable Map<K, V> map) {
        return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    static <T> List<T> list(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    @SuppressWarnings("unchecked") // a document's objects have text as keys
    static Map<String, Object> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    @SuppressWarnings("unchecked") // a document's lists hold values
    static List<Object> array(@Nullable Object value) {
        return value instanceof List<?> list ? (List<Object>) list : List.of();
    }

    static Map<String, Object> read(JsonNode document) {
        return Json.MAPPER.convertValue(document, new TypeReference<>() {});
    }

    /// Whether two values of documents mean the same; `5` and `5.0` do.
    static boolean same(@Nullable Object one, @Nullable Object other) {
        return Json.MAPPER.valueToTree(one).equals(NUMBERS, Json.MAPPER.valueToTree(other));
    }

    private static final Comparator<JsonNode> NUMBERS = (one, other) -> one.isNumber() && other.isNumber()
            ? one.decimalValue().compareTo(other.decimalValue())
            : one.equals(other) ? 0 : 1;

    static String text(Map<String, Object> object, String field) {
        return object.get(field) instanceof String text ? text : "";
    }
}
