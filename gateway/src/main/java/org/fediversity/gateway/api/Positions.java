package org.fediversity.gateway.api;

import java.util.Optional;

/// Positions as they come in paths and parameters.
final class Positions {
    private Positions() {}

    /// Empty for what is no position.
    static Optional<Long> read(String text) {
        return text.matches("\\d{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
