package org.fediversity.runtime.web;

import java.util.Arrays;
import java.util.Optional;
import org.fediversity.runtime.RefusedException;
import org.jspecify.annotations.Nullable;

/// Entity tags (RFC 9110, section 8.8.3) of things that have revisions.
public final class Tags {
    private Tags() {}

    /// The strong tag of a revision, quotes included.
    public static String of(Object revision) {
        return "\"" + revision + "\"";
    }

    /// Refuses with 412 when the caller speaks of another state than the current one; no header is fine.
    ///
    /// @param ifMatch the `If-Match` header
    public static void honour(@Nullable String ifMatch, String current) {
        if (ifMatch != null && !matches(ifMatch, current)) {
            throw new RefusedException(
                    GeneralRefusal.STALE,
                    "The current entity tag is " + current + ". Read it again, then repeat your change.");
        }
    }

    /// As [#honour], but no header is refused with 428.
    public static void require(@Nullable String ifMatch, String current) {
        if (ifMatch == null) {
            throw new RefusedException(
                    GeneralRefusal.PRECONDITION_REQUIRED,
                    "Send If-Match with the entity tag that you read, for example " + current + ".");
        }
        honour(ifMatch, current);
    }

    private static boolean matches(String ifMatch, String current) {
        return ifMatch.strip().equals("*")
                || Arrays.stream(ifMatch.split(",")).map(String::strip).anyMatch(current::equals);
    }

    /// Whether `If-None-Match` says that the caller has this already.
    public static boolean known(@Nullable String ifNoneMatch, String current) {
        return Optional.ofNullable(ifNoneMatch)
                .filter(tags -> matches(tags.replace("W/", ""), current))
                .isPresent();
    }
}
