package org.fediversity.runtime.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.Fault;
import org.fediversity.runtime.RefusedException;
import org.jspecify.annotations.Nullable;

/// Part of a list.
///
/// @param next where the next part begins, as `cursor`; absent after the last part
public record Page<T>(List<T> items, Optional<String> next) {
    /// What cursors begin with, so that a text that is none is told from them.
    private static final String MARK = "after:";

    private static final int USUAL = 50;
    private static final int MOST = 200;

    /// The page out of one item more than the limit, if there is one.
    public static <S, T> Page<T> of(List<S> found, int limit, Function<S, String> key, Function<S, T> shown) {
        return ofAll(found, limit, key, page -> page.stream().map(shown).toList());
    }

    /// The same, for items that are better made ready together than one by one.
    public static <S, T> Page<T> ofAll(
            List<S> found, int limit, Function<S, String> key, Function<List<S>, List<T>> shown) {
        List<S> page = found.size() > limit ? found.subList(0, limit) : found;
        Optional<String> next = found.size() > limit
                ? Optional.of(Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString((MARK + key.apply(page.getLast())).getBytes(StandardCharsets.UTF_8)))
                : Optional.empty();
        return new Page<>(shown.apply(page), next);
    }

    /// Where the page begins: the key of the last item of the page before; empty for the first page.
    public static String after(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return "";
        }
        try {
            String key = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (key.startsWith(MARK) && Texts.isKept(key)) {
                return key.substring(MARK.length());
            }
        } catch (IllegalArgumentException e) {
            // as below
        }
        throw malformed("cursor", "is none that was given out");
    }

    /// How many items are wanted.
    public static int limit(@Nullable Integer asked) {
        if (asked == null) {
            return USUAL;
        }
        if (asked < 1 || asked > MOST) {
            throw malformed("limit", "must be 1 to " + MOST);
        }
        return asked;
    }

    /// 400 that names a query parameter.
    public static RefusedException malformed(String parameter, String message) {
        return new RefusedException(new Decision.Refused(
                GeneralRefusal.MALFORMED,
                "Query parameter " + parameter + " " + message + ".",
                List.of(new Fault("", parameter + " " + message))));
    }
}
