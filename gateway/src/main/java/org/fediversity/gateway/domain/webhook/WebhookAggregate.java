package org.fediversity.gateway.domain.webhook;

import org.axonframework.modelling.command.AggregateRoot;
import org.fediversity.contracts.GatewayEvent;
import org.fediversity.runtime.EventSourced;

/// Axon's shell around [WebhookDecider].
@AggregateRoot(type = "webhook")
public final class WebhookAggregate extends EventSourced<WebhookCommand, Webhook, GatewayEvent> {
    WebhookAggregate() {
        super(WebhookDecider.INSTANCE, WebhookCommand.class);
    }
}
