package org.fediversity.deployment.view;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fediversity.contracts.PinnedApplication;
import org.fediversity.deployment.domain.About;

/// A deployment as the view shows it.
///
/// @param status     without `degraded`, which depends on how the components are
/// @param revision   the deployed one; 0 = none
/// @param components names of what should run
/// @param urls       application to address
public record DeploymentRow(
        String id,
        String operator,
        String name,
        String environment,
        String topology,
        String domain,
        List<PinnedApplication> applications,
        String status,
        int revision,
        String generation,
        List<String> components,
        Map<String, String> urls,
        Map<String, String> versions,
        int rollout,
        String migration,
        Instant createdAt) {
    /// What other services are told about it.
    public About about() {
        return new About(id, operator, name, environment, topology, domain, applications, rollout, Set.of(), List.of());
    }
}
