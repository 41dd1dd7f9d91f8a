package org.fediversity.config.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What is thought of a published version.
public enum Standing {
    /// It may be chosen.
    CURRENT,
    /// It may be chosen, but a newer one is better.
    DEPRECATED,
    /// It may not be chosen any more; what runs goes on to run.
    WITHDRAWN;

    /// As it is written outside, in lower case.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Reads what [#text()] wrote.
    public static Optional<Standing> of(String text) {
        return Arrays.stream(values())
                .filter(standing -> standing.text().equals(text))
                .findFirst();
    }
}
