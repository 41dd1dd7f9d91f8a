package org.fediversity.gateway.wiring;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fediversity.gateway.domain.Addresses;
import org.fediversity.gateway.domain.Service;
import org.fediversity.gateway.domain.webhook.AddressPolicy;
import org.fediversity.gateway.domain.webhook.RetrySchedule;
import org.fediversity.gateway.domain.webhook.WebhookAggregate;
import org.fediversity.gateway.domain.webhook.WebhookRules;
import org.fediversity.runtime.Aggregates;

/// What the runtime needs to know of the gateway, and what the gateway needs to know of the set-up.
class Wiring {
    @Produces
    @Singleton
    Aggregates aggregates() {
        return new Aggregates("gateway", List.of(WebhookAggregate.class));
    }

    @Produces
    @Singleton
    Addresses addresses(
            @ConfigProperty(name = "fediversity.services.config.url", defaultValue = "http://localhost:8101")
                    URI config,
            @ConfigProperty(name = "fediversity.services.deployment.url", defaultValue = "http://localhost:8102")
                    URI deployment,
            @ConfigProperty(name = "fediversity.services.provisioning.url", defaultValue = "http://localhost:8103")
                    URI provisioning,
            @ConfigProperty(name = "fediversity.services.migration.url", defaultValue = "http://localhost:8104")
                    URI migration) {
        return new Addresses(Map.of(
                Service.CONFIG, config,
                Service.DEPLOYMENT, deployment,
                Service.PROVISIONING, provisioning,
                Service.MIGRATION, migration));
    }

    @Produces
    @Singleton
    WebhookRules webhookRules(WebhookSettings settings) {
        return new WebhookRules(
                new AddressPolicy(settings.allow().orElse(List.of())),
                new RetrySchedule(settings.pauses()),
                settings.patience(),
                settings.deadAfter(),
                settings.overlap(),
                settings.atOnce());
    }
}
