package org.fediversity.provisioning.wiring;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.fediversity.provisioning.driver.Credentials;
import org.fediversity.provisioning.driver.Secret;
import org.fediversity.runtime.vault.Vault;

/// Secrets from the set-up's configuration and from the vault.
@ApplicationScoped
class ConfiguredCredentials implements Credentials {
    private final Settings settings;
    private final Vault vault;

    ConfiguredCredentials(Settings settings, Vault vault) {
        this.settings = settings;
        this.vault = vault;
    }

    @Override
    public Optional<Secret> configured(String name) {
        return settings.secret(name).map(Secret::new);
    }

    @Override
    public Optional<Secret> sealed(String reference) {
        return vault.get(reference).map(Secret::of);
    }
}
