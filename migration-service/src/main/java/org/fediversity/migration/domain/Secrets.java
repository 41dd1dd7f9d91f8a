package org.fediversity.migration.domain;

import java.util.Optional;

/// Opens secrets that other services keep. May end in a refusal `UNAVAILABLE`.
public interface Secrets {
    /// What lies under a reference `<context>/<uuid>`.
    Optional<String> open(String reference);
}
