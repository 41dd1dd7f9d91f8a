package org.fediversity.gateway.inbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.fediversity.contracts.ConfigEvent.OperatorErased;
import org.fediversity.gateway.domain.webhook.WebhookCommand;
import org.fediversity.gateway.domain.webhook.WebhookCommand.Remove;
import org.fediversity.gateway.domain.webhook.WebhookOwners;
import org.fediversity.runtime.Inbox;
import org.fediversity.runtime.Recorded;

/// Operators that left get no more deliveries.
@ApplicationScoped
class ErasedOperators implements Inbox {
    private final WebhookOwners owners;

    ErasedOperators(WebhookOwners owners) {
        this.owners = owners;
    }

    @Override
    public Set<String> contexts() {
        return Set.of("config");
    }

    @Override
    public List<WebhookCommand> translate(Recorded<?> recorded) {
        return recorded.event() instanceof OperatorErased erased
                ? owners.webhooksOf(erased.operator()).stream()
                        .<WebhookCommand>map(Remove::new)
                        .toList()
                : List.of();
    }
}
