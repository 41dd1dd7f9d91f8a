package org.fediversity.gateway.domain;

import java.net.URI;
import java.util.Map;

/// Where the services behind the gateway answer.
public record Addresses(Map<Service, URI> bases) {
    public Addresses {
        bases = Map.copyOf(bases);
    }

    /// Base of a service, e.g. `http://localhost:8101`.
    public URI of(Service service) {
        URI base = bases.get(service);
        if (base == null) {
            throw new IllegalArgumentException("no address for " + service);
        }
        return base;
    }
}
