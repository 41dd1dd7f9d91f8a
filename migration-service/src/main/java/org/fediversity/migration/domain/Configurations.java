package org.fediversity.migration.domain;

import java.util.Optional;
import org.fediversity.contracts.Requirements;

/// What migrations ask config-service. Every question may end in a refusal `UNAVAILABLE`.
public interface Configurations {
    /// What a revision needs.
    record Needed(int revision, Requirements requirements) {}

    /// What the revision needs in a topology.
    Optional<Needed> requirements(String deployment, int revision, String topology);
}
