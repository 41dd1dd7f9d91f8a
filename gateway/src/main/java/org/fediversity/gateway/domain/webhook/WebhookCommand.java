package org.fediversity.gateway.domain.webhook;

import java.util.List;
import org.fediversity.gateway.domain.webhook.Webhook.Aim;
import org.fediversity.runtime.Command;

/// What can be asked of a webhook.
public sealed interface WebhookCommand extends Command {
    String webhook();

    @Override
    default String stream() {
        return "webhook:" + webhook();
    }

    /// Subscribe.
    ///
    /// @param from   first position to deliver
    /// @param secret reference of the signing secret
    record Register(String webhook, String owner, List<String> roles, Aim aim, long from, String secret)
            implements WebhookCommand {}

    /// Go elsewhere, or be about something else.
    record Change(String webhook, Aim aim) implements WebhookCommand {}

    /// Sign with a new secret; the old one signs along until `overlapAt`.
    record Rotate(String webhook, String secret, String overlapAt) implements WebhookCommand {}

    /// Deliver nothing until it is enabled again.
    record Disable(String webhook, String reason) implements WebhookCommand {}

    /// Go on.
    record Enable(String webhook) implements WebhookCommand {}

    /// Unsubscribe.
    record Remove(String webhook) implements WebhookCommand {}
}
