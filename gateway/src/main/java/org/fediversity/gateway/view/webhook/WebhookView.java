package org.fediversity.gateway.view.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import org.fediversity.contracts.GatewayEvent;
import org.fediversity.contracts.GatewayEvent.WebhookChanged;
import org.fediversity.contracts.GatewayEvent.WebhookDisabled;
import org.fediversity.contracts.GatewayEvent.WebhookEnabled;
import org.fediversity.contracts.GatewayEvent.WebhookRegistered;
import org.fediversity.contracts.GatewayEvent.WebhookRemoved;
import org.fediversity.contracts.GatewayEvent.WebhookSecretRotated;
import org.fediversity.runtime.Recorded;
import org.fediversity.runtime.View;
import org.jdbi.v3.core.Handle;

/// Keeps webhooks as they are now.
@ApplicationScoped
class WebhookView implements View {
    @Override
    public void on(Recorded<?> recorded, Handle db) {
        if (!(recorded.event() instanceof GatewayEvent event)) {
            return;
        }
        String id = event.webhook();
        switch (event) {
            case WebhookRegistered e ->
                db.createUpdate("""
                                insert into webhook (id, owner, roles, host, address, types, deployments, first, secret,
                                                     created_at, revision)
                                values (:id, :owner, :roles, :host, :address, :types, :deployments, :first, :secret, :at, 0)
                                on conflict (id) do nothing
                                """)
                        .bind("id", id)
                        .bind("owner", e.owner())
                        .bindBySqlType("roles", array(e.roles()), Types.ARRAY)
                        .bind("host", e.host())
                        .bind("address", e.address())
                        .bindBySqlType("types", array(e.types()), Types.ARRAY)
                        .bindBySqlType("deployments", array(e.deployments()), Types.ARRAY)
                        .bind("first", e.from())
                        .bind("secret", e.secret())
                        .bind("at", recorded.meta().time())
                        .execute();
            case WebhookChanged e ->
                db.createUpdate("""
                                update webhook set host = :host, address = :address, types = :types,
                                    deployments = :deployments, revision = revision + 1 where id = :id
                                """)
                        .bind("id", id)
                        .bind("host", e.host())
                        .bind("address", e.address())
                        .bindBySqlType("types", array(e.types()), Types.ARRAY)
                        .bindBySqlType("deployments", array(e.deployments()), Types.ARRAY)
                        .execute();
            case WebhookSecretRotated e -> {
                db.execute("update webhook set secret = ?, revision = revision + 1 where id = ?", e.secret(), id);
                db.createUpdate("""
                                insert into webhook_older_secret (webhook, secret, overlap_at)
                                values (:webhook, :secret, :until) on conflict do nothing
                                """)
                        .bind("webhook", id)
                        .bind("secret", e.previous())
                        .bind("until", Instant.parse(e.overlapAt()))
                        .execute();
            }
            case WebhookDisabled e ->
                db.execute("update webhook set disabled = ?, revision = revision + 1 where id = ?", e.reason(), id);
            case WebhookEnabled _ ->
                db.execute("update webhook set disabled = null, revision = revision + 1 where id = ?", id);
            case WebhookRemoved _ -> {
                db.execute("delete from webhook where id = ?", id);
                db.execute("delete from webhook_older_secret where webhook = ?", id);
            }
        }
    }

    private static String[] array(List<String> values) {
        return values.toArray(String[]::new);
    }
}
