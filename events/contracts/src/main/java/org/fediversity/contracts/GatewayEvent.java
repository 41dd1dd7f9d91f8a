package org.fediversity.contracts;

import java.util.List;

/// What happens in the gateway context: somebody subscribes to events by webhook, or stops. Addresses of webhooks may
/// hold secrets, so events have only their host and a reference.
public sealed interface GatewayEvent extends Event {
    /// Webhook id.
    String webhook();

    /// Subject of the operator or provider whose webhook it is.
    String owner();

    @Override
    default String stream() {
        return "webhook:" + webhook();
    }

    @Override
    default String subject() {
        return webhook();
    }

    /// A webhook exists.
    ///
    /// @param roles       in which its owner may see events
    /// @param address     reference under which the vault keeps the whole address
    /// @param types       full event types; empty for all
    /// @param deployments ids; empty for all that the owner may see
    /// @param from        first position that is delivered
    /// @param secret      reference of the signing secret
    @EventName("WebhookRegistered")
    record WebhookRegistered(
            String webhook,
            String owner,
            List<String> roles,
            String host,
            String address,
            List<String> types,
            List<String> deployments,
            long from,
            String secret)
            implements GatewayEvent {
        public WebhookRegistered {
            roles = Plain.list(roles);
            types = Plain.list(types);
            deployments = Plain.list(deployments);
        }
    }

    /// It goes elsewhere, or is about something else.
    @EventName("WebhookChanged")
    record WebhookChanged(
            String webhook, String owner, String host, String address, List<String> types, List<String> deployments)
            implements GatewayEvent {
        public WebhookChanged {
            types = Plain.list(types);
            deployments = Plain.list(deployments);
        }
    }

    /// Deliveries are signed with a new secret; the old one signs along for a while.
    ///
    /// @param previous  reference of the old secret
    /// @param overlapAt RFC 3339: until then
    @EventName("WebhookSecretRotated")
    record WebhookSecretRotated(String webhook, String owner, String secret, String previous, String overlapAt)
            implements GatewayEvent {}

    /// Nothing is delivered any more until it is enabled again.
    @EventName("WebhookDisabled")
    record WebhookDisabled(String webhook, String owner, String reason) implements GatewayEvent {}

    /// Deliveries go on where they stopped.
    @EventName("WebhookEnabled")
    record WebhookEnabled(String webhook, String owner) implements GatewayEvent {}

    /// It is gone.
    @EventName("WebhookRemoved")
    record WebhookRemoved(String webhook, String owner) implements GatewayEvent {}
}
