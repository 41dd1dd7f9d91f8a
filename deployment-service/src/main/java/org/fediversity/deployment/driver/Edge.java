package org.fediversity.deployment.driver;

import java.util.Map;

/// Leads people from a host name to the component that answers for it. A deployment's routes change together, and
/// outlive this service.
public interface Edge {
    /// Leads the hosts, and no others of the deployment, to where they are served.
    Outcome serve(String deployment, Map<String, Endpoint> hosts);

    /// Answers 503 with Retry-After for all hosts of the deployment.
    Outcome freeze(String deployment);

    /// Forgets the hosts of the deployment.
    Outcome forget(String deployment);
}
