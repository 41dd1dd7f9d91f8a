package org.fediversity.deployment.driver;

import java.util.Optional;

/// Opens secrets that other services keep.
public interface Secrets {
    /// @param reference `<context>/<uuid>`: the context keeps it
    /// @return empty if it is kept no more
    Optional<String> open(String reference);
}
