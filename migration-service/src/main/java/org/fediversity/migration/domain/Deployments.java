package org.fediversity.migration.domain;

import java.util.Optional;

/// What migrations ask deployment-service. Every question may end in a refusal `UNAVAILABLE`.
public interface Deployments {
    /// A deployment as it is now.
    ///
    /// @param status           created, deploying, running, degraded, frozen, migrating, moved, failed, retiring,
    ///                         retired
    /// @param deployedRevision 0 if none
    record Deployment(
            String id,
            String operator,
            String name,
            String environment,
            String topology,
            String domain,
            String status,
            int deployedRevision) {}

    Optional<Deployment> find(String id);
}
