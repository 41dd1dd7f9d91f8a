package org.fediversity.gateway.policy.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.fediversity.contracts.GatewayEvent.WebhookRemoved;
import org.fediversity.gateway.view.webhook.Deliveries;
import org.fediversity.runtime.Command;
import org.fediversity.runtime.Policy;
import org.fediversity.runtime.Recorded;
import org.fediversity.runtime.vault.Vault;

/// Nothing is kept of a webhook that is gone: neither log nor address nor secret.
@ApplicationScoped
class ForgetDeliveriesWhenWebhookRemoved implements Policy<WebhookRemoved> {
    private final Deliveries deliveries;
    private final Vault vault;

    ForgetDeliveriesWhenWebhookRemoved(Deliveries deliveries, Vault vault) {
        this.deliveries = deliveries;
        this.vault = vault;
    }

    @Override
    public Class<WebhookRemoved> event() {
        return WebhookRemoved.class;
    }

    @Override
    public Optional<? extends Command> react(Recorded<WebhookRemoved> recorded) {
        String webhook = recorded.event().webhook();
        deliveries.forget(webhook);
        vault.forgetAll(webhook);
        return Optional.empty();
    }
}
