package org.fediversity.migration.driver.questions;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.fediversity.migration.domain.Configurations;
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
    public Optional<Needed> requirements(String deployment, int revision, String topology) {
        return Asking.of(WHOM, () -> config.requirements(deployment, revision, topology));
    }
}
