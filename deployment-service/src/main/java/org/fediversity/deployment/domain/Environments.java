package org.fediversity.deployment.domain;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fediversity.contracts.Requirements;

/// What deployments ask provisioning-service. Every question may end in a refusal `UNAVAILABLE`.
public interface Environments {
    /// A place where deployments can run.
    ///
    /// @param backend kind of place: `process`, `container`, `nixos`, `proxmox`
    record Environment(String name, String title, String backend, List<String> topologies, String provider) {}

    /// Why a required resource cannot be had.
    record Problem(String resource, String message) {}

    /// What would be done to one resource.
    ///
    /// @param action `create`, `update`, `replace`, `delete` or `unchanged`
    record Action(
            String action, String resource, String component, String driver, boolean reversible, String downtime) {}

    /// A dry run: nothing was touched.
    record Plan(boolean feasible, List<Problem> problems, List<Action> actions) {}

    Optional<Environment> environment(String name);

    Plan plan(About about, Requirements requirements);

    /// Names of the environments that a provider sees as theirs.
    Set<String> providedBy(String subject);
}
