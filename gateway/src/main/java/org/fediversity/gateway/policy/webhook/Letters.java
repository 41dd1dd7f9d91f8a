package org.fediversity.gateway.policy.webhook;

import com.google.crypto.tink.subtle.Ed25519Sign;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fediversity.gateway.domain.webhook.Signature;
import org.fediversity.gateway.domain.webhook.Target;
import org.fediversity.gateway.view.SetupKeys;
import org.fediversity.gateway.view.webhook.Webhooks.Subscription;
import org.fediversity.runtime.vault.Vault;
import org.jspecify.annotations.Nullable;

/// Addresses and signs deliveries with what the vault holds.
@ApplicationScoped
class Letters {
    private static final int REMEMBERED = 2_000;

    private final Vault vault;
    private final SetupKeys keys;
    private volatile @Nullable Ed25519Sign own;

    /// What lies under a reference of these never changes.
    private final Map<String, byte[]> opened = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
            return size() > REMEMBERED;
        }
    };

    Letters(Vault vault, SetupKeys keys) {
        this.vault = vault;
        this.keys = keys;
    }

    /// Where it goes; empty if the vault has forgotten it, because the webhook is gone.
    Optional<Target> target(Subscription webhook) {
        return open(webhook.address()).map(url -> Target.parse(new String(url, StandardCharsets.UTF_8)));
    }

    /// Headers of Standard Webhooks 1.0: signed with the secret, with older ones that are still valid, and with the
    /// set-up's own key.
    Map<String, String> headers(Subscription webhook, String message, Instant at, String body) {
        long timestamp = at.getEpochSecond();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        List<String> signatures = new ArrayList<>();
        List<String> secrets = new ArrayList<>(List.of(webhook.secret()));
        secrets.addAll(webhook.older());
        for (String secret : secrets) {
            open(secret).ifPresent(key -> signatures.add(Signature.v1(key, message, timestamp, bytes)));
        }
        signatures.add(Signature.v1a(own(), message, timestamp, bytes));
        return Map.of(
                "Content-Type",
                "application/json",
                "User-Agent",
                "Fediversity-Webhooks/1",
                "webhook-id",
                message,
                "webhook-timestamp",
                Long.toString(timestamp),
                "webhook-signature",
                String.join(" ", signatures));
    }

    private Ed25519Sign own() {
        Ed25519Sign ready = own;
        if (ready == null) {
            ready = Signature.signer(keys.pair(SetupKeys.WEBHOOKS).getPrivate());
            own = ready;
        }
        return ready;
    }

    private Optional<byte[]> open(String reference) {
        synchronized (opened) {
            byte[] known = opened.get(reference);
            if (known != null) {
                return Optional.of(known);
            }
        }
        Optional<byte[]> found = vault.get(reference);
        found.ifPresent(value -> {
            synchronized (opened) {
                opened.put(reference, value);
            }
        });
        return found;
    }
}
