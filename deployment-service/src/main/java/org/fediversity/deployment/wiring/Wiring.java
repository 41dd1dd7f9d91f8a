package org.fediversity.deployment.wiring;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fediversity.deployment.domain.DeploymentAggregate;
import org.fediversity.deployment.domain.Hosts;
import org.fediversity.runtime.Aggregates;

/// What the runtime has to know of this service.
@Singleton
class Wiring {
    @Produces
    @Singleton
    Aggregates aggregates() {
        return new Aggregates("deployment", List.of(DeploymentAggregate.class));
    }

    @Produces
    @Singleton
    Hosts hosts(@ConfigProperty(name = "fediversity.edge.port", defaultValue = "8088") int edgePort) {
        return new Hosts(edgePort);
    }
}
