package org.fediversity.runtime.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/// Query parameter `at`: as it was then. (The gateway turns positions of the history into times.)
public final class At {
    private At() {}

    /// @throws org.fediversity.runtime.RefusedException 400 if it is no time
    public static Instant time(String at) {
        try {
            return OffsetDateTime.parse(at.replace(' ', '+')).toInstant();
        } catch (DateTimeException e) {
            throw Page.malformed(
                    "at", "must be an RFC 3339 time, e.g. 2026-01-31T12:00:00Z, or a position of the history");
        }
    }
}
