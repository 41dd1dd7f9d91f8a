package org.fediversity.gateway.domain.webhook;

import java.util.List;

/// Whose webhooks there are.
public interface WebhookOwners {
    /// Ids of all webhooks of a subject.
    List<String> webhooksOf(String owner);
}
