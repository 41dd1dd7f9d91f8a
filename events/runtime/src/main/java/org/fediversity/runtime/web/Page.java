package org.fediversity.runtime.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.fediversity.runtime.RefusedException;
import org.jspecify.annotations.Nullable;

/// Part of a list.
///
/// @param next where the next part begins, as `cursor`; absent after the last part
public record Page<T>(List<T> items, Optional<String> next) {
    private static final int USUAL = 50;
    private static final int MOST = 200;

    /// The page out of one item more than the limit, if there is one.
    public static <S, T> Page<T> of(List<S> found, int limit, Function<S, String> key, Function<S, T> shown) {
        List<S> page = found.size() > limit ? found.subList(0, limit) : found;
        Optional<String> next = found.size() > limit
                ? Optional.of(Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(key.apply(page.getLast()).getBytes(StandardCharsets.UTF_8)))
                : Optional.empty();
        return new Page<>(page.stream().map(shown).toList(), next);
    }

    public static String after(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return "";
        }
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(GeneralRefusal.MALFORMED, "The cursor is not one that was given here.");
        }
    }

    public static int limit(@Nullable Integer asked) {
        if (asked == null) {
            return USUAL;
        }
        if (asked < 1 || asked > MOST) {
            throw new RefusedException(GeneralRefusal.MALFORMED, "limit is a number from 1 to " + MOST + ".");
        }
        return asked;
    }
}
