package org.fediversity.gateway.domain.webhook;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/// A subscription to events, as its rules see it.
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
public sealed interface Webhook {
    /// Nobody registered it.
    record Unknown() implements Webhook {}

    /// Events are delivered.
    record Active(String owner, Aim aim, String secret) implements Webhook {}

    /// It is kept, but nothing is delivered.
    record Disabled(String owner, Aim aim, String secret) implements Webhook {}

    /// Gone for good.
    record Removed(String owner) implements Webhook {}

    /// Where deliveries go and what they are about.
    ///
    /// @param address reference under which the vault keeps the whole address
    record Aim(String host, String address, List<String> types, List<String> deployments) {
        public Aim {
            types = List.copyOf(types);
            deployments = List.copyOf(deployments);
        }
    }
}
