package org.fediversity.provisioning.driver.localhost;

import java.util.Map;
import org.fediversity.provisioning.domain.Offer;
import org.fediversity.provisioning.driver.DomainNameDriver;
import org.fediversity.provisioning.driver.Endpoint;
import org.fediversity.provisioning.driver.Order;
import org.fediversity.provisioning.driver.Outcome;

/// Names under `.localhost`, which lead to the loopback address by themselves (RFC 6761, section 6.3).
public final class LocalhostDomainName implements DomainNameDriver {
    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private final int edgePort;

    /// @param edgePort where the edge listens
    public LocalhostDomainName(int edgePort) {
        this.edgePort = edgePort;
    }

    @Override
    public String name() {
        return "localhost";
    }

    @Override
    public Outcome ensure(Order order) {
        String domain = order.domain();
        if (!domain.equals("localhost") && !domain.endsWith(".localhost")) {
            return new Outcome.Refused("the names here end in .localhost, '" + domain + "' does not");
        }
        String label = order.request().getOrDefault("label", "").toString();
        if (!label.isEmpty() && !label.matches(LABEL)) {
            return new Outcome.Refused("'" + label + "' is no label of a host name (RFC 1123)");
        }
        String fqdn = label.isEmpty() ? domain : label + "." + domain;
        String url = "http://" + fqdn + (edgePort == 80 ? "" : ":" + edgePort);
        return new Outcome.Ready(Map.of("fqdn", fqdn, "url", url));
    }

    @Override
    public Outcome release(Order order) {
        return Outcome.Ready.DONE;
    }

    @Override
    public Outcome probe(Offer offer, Endpoint endpoint) {
        return Outcome.Ready.DONE;
    }
}
