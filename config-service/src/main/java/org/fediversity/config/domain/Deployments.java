package org.fediversity.config.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.fediversity.contracts.PinnedApplication;

/// What config asks deployment-service.
public interface Deployments {
    /// A deployment as far as its configuration depends on it.
    ///
    /// @param status as in the public API, e.g. `retired`
    record Deployment(
            String id,
            String operator,
            String name,
            String environment,
            String topology,
            String domain,
            String status,
            List<PinnedApplication> applications,
            Instant createdAt) {
        public Deployment {
            applications = List.copyOf(applications);
        }
    }

    /// Empty if there is none; refused as `UNAVAILABLE` if nobody answers.
    Optional<Deployment> named(String id);
}
