package org.fediversity.migration.driver.questions;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.fediversity.contracts.Requirements;
import org.fediversity.contracts.ResourceResult;
import org.fediversity.migration.domain.Deployments;
import org.fediversity.migration.domain.Environments;
import org.fediversity.runtime.web.Asking;

/// Asks provisioning-service.
@ApplicationScoped
class AskedEnvironments implements Environments {
    static final String WHOM = "provisioning-service";
    private final ProvisioningService provisioning;

    AskedEnvironments(@RestClient ProvisioningService provisioning) {
        this.provisioning = provisioning;
    }

    @Override
    public Optional<Environment> environment(String name) {
        return Asking.of(WHOM, () -> provisioning.environment(name));
    }

    @Override
    public Plan plan(
            Deployments.Deployment deployment, String environment, String topology, Requirements requirements) {
        var request = new ProvisioningService.PlanRequest(
                deployment.id(), environment, topology, deployment.operator(), deployment.domain(), requirements);
        return Asking.of(WHOM, () -> provisioning.plan(request))
                .orElseGet(() -> new Plan(false, List.of(new Problem("", "There is no environment " + environment))));
    }

    @Override
    public List<ResourceResult> held(String deployment, String environment) {
        return Asking.of(WHOM, () -> provisioning.allocation(deployment, environment))
                .map(ProvisioningService.Allocation::results)
                .orElse(List.of());
    }

    @Override
    public Set<String> providedBy(String subject) {
        return Asking.of(WHOM, () -> provisioning.provided(subject)).orElse(Set.of());
    }
}
