package org.fediversity.config.wiring;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import org.fediversity.config.domain.DomainAggregate;
import org.fediversity.config.domain.OperatorAggregate;
import org.fediversity.runtime.Aggregates;

/// Tells the runtime what this service is made of.
@ApplicationScoped
class Wiring {
    @Produces
    @Singleton
    Aggregates aggregates() {
        return new Aggregates("config", List.of(OperatorAggregate.class, DomainAggregate.class));
    }
}
