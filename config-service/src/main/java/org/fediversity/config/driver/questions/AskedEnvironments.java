package org.fediversity.config.driver.questions;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.fediversity.config.domain.Environments;

/// Asks provisioning-service.
@ApplicationScoped
class AskedEnvironments implements Environments {
    private final ProvisioningService service;

    AskedEnvironments(@RestClient ProvisioningService service) {
        this.service = service;
    }

    @Override
    public Optional<Environment> named(String name) {
        return Asked.of("provisioning-service", () -> service.environment(name));
    }
}
