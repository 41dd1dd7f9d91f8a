package org.fediversity.gateway.domain;

import java.util.Locale;

/// Who answers a request that the gateway let in.
public enum Service {
    CONFIG,
    DEPLOYMENT,
    PROVISIONING,
    MIGRATION,
    GATEWAY;

    /// As in configuration and in the names of contexts: `config`.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
