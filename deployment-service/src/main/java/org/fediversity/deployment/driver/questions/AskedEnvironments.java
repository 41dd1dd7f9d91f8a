package org.fediversity.deployment.driver.questions;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.fediversity.contracts.Requirements;
import org.fediversity.deployment.domain.About;
import org.fediversity.deployment.domain.Environments;
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
    public Plan plan(About about, Requirements requirements) {
        var request = new ProvisioningService.PlanRequest(
                about.id(), about.environment(), about.topology(), about.operator(), about.domain(), requirements);
        return Asking.of(WHOM, () -> provisioning.plan(request))
                .orElseGet(() -> new Plan(
                        false, List.of(new Problem("", "There is no environment " + about.environment())), List.of()));
    }

    @Override
    public Set<String> providedBy(String subject) {
        return Asking.of(WHOM, () -> provisioning.provided(subject)).orElse(Set.of());
    }
}
