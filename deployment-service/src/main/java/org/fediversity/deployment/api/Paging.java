package org.fediversity.deployment.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.fediversity.deployment.api.Documents.Page;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.Fault;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.GeneralRefusal;
import org.jspecify.annotations.Nullable;

/// Pages with opaque cursors: `?limit=` and `?cursor=`.
final class Paging {
    private static final int MOST = 200;

    private Paging() {}

    static int limit(int asked) {
        if (asked < 1 || asked > MOST) {
            throw malformed("limit", "must be 1 to " + MOST);
        }
        return asked;
    }

    /// Where the page begins; empty for the first one.
    static String position(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return "";
        }
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed("cursor", "is none that was given out");
        }
    }

    /// @param rows     one more than the limit tells that there is another page
    /// @param position of a row
    static <R, T> Page<T> page(
            List<R> rows, int limit, Function<R, String> position, Function<List<R>, List<T>> documents) {
        boolean more = rows.size() > limit;
        List<R> shown = more ? rows.subList(0, limit) : rows;
        String next = more
                ? Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(position.apply(shown.getLast()).getBytes(StandardCharsets.UTF_8))
                : null;
        return new Page<>(documents.apply(shown), next);
    }

    static RefusedException malformed(String parameter, String message) {
        return new RefusedException(new Decision.Refused(
                GeneralRefusal.MALFORMED,
                "Query parameter " + parameter + " " + message + ".",
                List.of(new Fault("", parameter + " " + message))));
    }
}
