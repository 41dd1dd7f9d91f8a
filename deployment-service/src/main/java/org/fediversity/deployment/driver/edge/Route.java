package org.fediversity.deployment.driver.edge;

import org.fediversity.deployment.driver.Endpoint;

/// Where a host name leads.
sealed interface Route {
    String deployment();

    /// Requests are passed on.
    record Serving(String deployment, Endpoint to) implements Route {}

    /// Requests are answered 503 for now.
    record Frozen(String deployment) implements Route {}
}
