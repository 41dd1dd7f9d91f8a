package org.fediversity.deployment.domain;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.fediversity.contracts.Requirements;

/// What deployments ask config-service. Every question may end in a refusal `UNAVAILABLE`.
public interface Configurations {
    /// Whose a domain is, and whether that is proven.
    record Domain(String domain, String operator, boolean verified) {}

    /// An application at one version.
    ///
    /// @param backends run-time backends that every one of its components supports
    record Application(String name, String version, String title, List<String> backends) {}

    /// What is staged, and its entity tag.
    record Staged(int revision, String etag) {}

    /// What a revision needs, for the deployment's topology.
    ///
    /// @param withdrawn why it is not to be deployed all the same: versions of it that were withdrawn and do
    ///                  not run
    /// @param upgrades  application to the step that leads to it from the version that is installed
    record Needed(int revision, Requirements requirements, List<String> withdrawn, Map<String, Upgrade> upgrades) {
        public Needed {
            withdrawn = List.copyOf(Objects.requireNonNullElse(withdrawn, List.of()));
            upgrades = Map.copyOf(Objects.requireNonNullElse(upgrades, Map.of()));
        }
    }

    /// What a module says of the step from one version to another.
    ///
    /// @param downtime `none`, `short` or `long`
    record Upgrade(String downtime, boolean reversible) {}

    Optional<Domain> domain(String name);

    /// @param version empty for the newest
    Optional<Application> application(String name, String version);

    /// Only of those deployments that have something staged.
    Map<String, Staged> staged(List<String> deployments);

    /// What was staged at a time.
    ///
    /// @param at RFC 3339
    Optional<Staged> staged(String deployment, String at);

    /// @param revision 0 for what is staged
    Optional<Needed> requirements(String deployment, int revision);
}
