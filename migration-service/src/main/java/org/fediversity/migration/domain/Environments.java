package org.fediversity.migration.domain;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fediversity.contracts.Requirements;
import org.fediversity.contracts.ResourceResult;

/// What migrations ask provisioning-service. Every question may end in a refusal `UNAVAILABLE`.
public interface Environments {
    /// A place where deployments can run.
    record Environment(String name, String backend, List<String> topologies) {}

    /// Why a required resource cannot be had.
    record Problem(String resource, String message) {}

    /// A dry run: nothing was touched.
    record Plan(boolean feasible, List<Problem> problems) {}

    Optional<Environment> environment(String name);

    /// What it would take to have the deployment in the environment.
    Plan plan(Deployments.Deployment deployment, String environment, String topology, Requirements requirements);

    /// What a deployment holds in an environment; empty if nothing.
    List<ResourceResult> held(String deployment, String environment);

    /// Names of the environments that a provider sees as theirs.
    Set<String> providedBy(String subject);
}
