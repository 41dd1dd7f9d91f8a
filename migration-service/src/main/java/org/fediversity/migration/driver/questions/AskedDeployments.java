package org.fediversity.migration.driver.questions;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.fediversity.migration.domain.Deployments;
import org.fediversity.runtime.web.Asking;

/// Asks deployment-service.
@ApplicationScoped
class AskedDeployments implements Deployments {
    private final DeploymentService deployments;

    AskedDeployments(@RestClient DeploymentService deployments) {
        this.deployments = deployments;
    }

    @Override
    public Optional<Deployment> find(String id) {
        return Asking.of("deployment-service", () -> deployments.deployment(id));
    }
}
