package org.fediversity.config.api;

import java.util.List;
import java.util.function.Function;
import org.fediversity.runtime.web.Page;
import org.jspecify.annotations.Nullable;

/// Pages of lists that are at hand as a whole.
final class Lists {
    private Lists() {}

    /// What comes after the item that the cursor stands for.
    static <T> List<T> after(List<T> all, Function<T, String> key, @Nullable String cursor) {
        String after = Page.after(cursor);
        if (after.isEmpty()) {
            return all;
        }
        int at = all.stream().map(key).toList().indexOf(after);
        if (at < 0) {
            throw Page.malformed("cursor", "is none that was given out");
        }
        return all.subList(at + 1, all.size());
    }
}
