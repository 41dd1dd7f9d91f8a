package org.fediversity.migration.driver.questions;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.fediversity.migration.domain.Secrets;
import org.fediversity.runtime.web.Asking;

/// Asks whoever keeps the secret.
@ApplicationScoped
class AskedSecrets implements Secrets {
    private final ConfigService config;
    private final ProvisioningService provisioning;

    AskedSecrets(@RestClient ConfigService config, @RestClient ProvisioningService provisioning) {
        this.config = config;
        this.provisioning = provisioning;
    }

    @Override
    public Optional<String> open(String reference) {
        int slash = reference.indexOf('/');
        String context = reference.substring(0, Math.max(slash, 0));
        String id = reference.substring(slash + 1);
        Optional<Secret> secret =
                switch (context) {
                    case "config" -> Asking.of(AskedConfigurations.WHOM, () -> config.secret(context, id));
                    case "provisioning" -> Asking.of(AskedEnvironments.WHOM, () -> provisioning.secret(context, id));
                    default -> Optional.empty();
                };
        return secret.map(opened -> new String(Base64.getDecoder().decode(opened.value()), StandardCharsets.UTF_8));
    }
}
