package org.fediversity.gateway.driver.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;

/// Looks names up. Tests put another one in its place.
@ApplicationScoped
class Resolver {
    /// @param host a name, or an address in its usual notation
    InetAddress[] resolve(String host) throws UnknownHostException {
        return InetAddress.getAllByName(host);
    }
}
