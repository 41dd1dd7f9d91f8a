package org.fediversity.config.driver.questions;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.fediversity.config.domain.Deployments;
import org.fediversity.runtime.web.Asking;

/// Asks deployment-service.
@ApplicationScoped
class AskedDeployments implements Deployments {
    private final DeploymentService service;

    AskedDeployments(@RestClient DeploymentService service) {
        this.service = service;
    }

    @Override
    public Optional<Deployment> named(String id) {
        return id.matches("[0-9a-zA-Z-]{1,64}")
                ? Asking.of("deployment-service", () -> service.deployment(id))
                : Optional.empty();
    }
}
