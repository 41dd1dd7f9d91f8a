package org.fediversity.contracts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Unmodifiable copies that keep the order in which things were written. A missing collection, as in an event older
/// than the field, reads as empty.
final class Plain {
    private Plain() {}

    static <K, V extends @Nullable Object> Map<K, V> map(@Nullable Map<K, V> map) {
        return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    static <T> List<T> list(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
