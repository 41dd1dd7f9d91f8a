package org.fediversity.runtime.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The name of this instance: the same after a restart, so that it takes up at once what it held before it died,
/// claims, leases and partitions alike. Two instances that run at the same time never share one.
@ApplicationScoped
public class ThisInstance {
    private final String name;

    ThisInstance(
            @ConfigProperty(name = "fediversity.instance") Optional<String> configured,
            @ConfigProperty(name = "quarkus.http.port", defaultValue = "8080") int port) {
        name = configured.orElseGet(() -> host() + "-" + port).replaceAll("[^A-Za-z0-9._-]", "-");
    }

    /// From `fediversity.instance`, or else `<host>-<port>`.
    public String name() {
        return name;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
