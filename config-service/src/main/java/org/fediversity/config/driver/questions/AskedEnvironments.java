package org.fediversity.config.driver.questions;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.fediversity.config.domain.Environments;
import org.fediversity.runtime.web.Asking;

/// Asks provisioning-service.
@ApplicationScoped
class AskedEnvironments implements Environments {
    private final ProvisioningService service;

    AskedEnvironments(@RestClient ProvisioningService service) {
        this.service = service;
    }

    @Override
    public Optional<Environment> named(String name) {
        return Asking.of("provisioning-service", () -> service.environment(name));
    }

    @Override
    public Set<String> providedBy(String subject) {
        return Asking.of("provisioning-service", () -> service.provided(subject))
                .orElse(Set.of());
    }
}
