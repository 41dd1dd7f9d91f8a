package org.fediversity.gateway.domain;

import java.net.URI;
import java.util.Optional;

/// What services say of their own interfaces.
public interface Descriptions {
    /// The OpenAPI document at an address, as JSON; empty if nobody answers there.
    Optional<String> at(URI address);
}
