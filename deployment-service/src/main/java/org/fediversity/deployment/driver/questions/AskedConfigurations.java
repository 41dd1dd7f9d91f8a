package org.fediversity.deployment.driver.questions;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.fediversity.deployment.domain.Configurations;
import org.fediversity.runtime.web.Asking;

/// Asks config-service.
@ApplicationScoped
class AskedConfigurations implements Configurations {
    static final String WHOM = "config-service";
    private final ConfigService config;

    AskedConfigurations(@RestClient ConfigService config) {
        this.config = config;
    }

    @Override
    public Optional<Domain> domain(String name) {
        return Asking.of(WHOM, () -> config.domain(name));
    }

    @Override
    public Optional<Application> application(String name, String version) {
        return Asking.of(WHOM, () -> config.application(name, version.isEmpty() ? null : version));
    }

    @Override
    public Map<String, Staged> staged(List<String> deployments) {
        return deployments.isEmpty()
                ? Map.of()
                : Asking.of(WHOM, () -> config.staged(String.join(",", deployments), null))
                        .orElse(Map.of());
    }

    @Override
    public Optional<Staged> staged(String deployment, String at) {
        return Asking.of(WHOM, () -> config.staged(deployment, at)).map(staged -> staged.get(deployment));
    }

    @Override
    public Optional<Needed> requirements(String deployment, int revision) {
        return Asking.of(WHOM, () -> config.requirements(deployment, revision == 0 ? null : revision));
    }
}
