package org.fediversity.gateway.policy.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.fediversity.contracts.GatewayEvent.WebhookEnabled;
import org.fediversity.gateway.view.webhook.Deliveries;
import org.fediversity.runtime.Command;
import org.fediversity.runtime.Policy;
import org.fediversity.runtime.Recorded;

/// Who enables a webhook again says that its receiver is back: what waited is tried at once.
@ApplicationScoped
class ForgiveWhenWebhookEnabled implements Policy<WebhookEnabled> {
    private final Deliveries deliveries;

    ForgiveWhenWebhookEnabled(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    @Override
    public Class<WebhookEnabled> event() {
        return WebhookEnabled.class;
    }

    @Override
    public Optional<? extends Command> react(Recorded<WebhookEnabled> recorded) {
        deliveries.forgive(recorded.event().webhook());
        return Optional.empty();
    }
}
