package org.fediversity.config.wiring;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import org.fediversity.config.domain.ApplicationAggregate;
import org.fediversity.config.domain.ConfigurationAggregate;
import org.fediversity.config.domain.DomainAggregate;
import org.fediversity.config.domain.DomainRules;
import org.fediversity.config.domain.OperatorAggregate;
import org.fediversity.runtime.Aggregates;

/// What this service consists of.
class Wiring {
    @Produces
    @Singleton
    Aggregates aggregates() {
        return new Aggregates(
                "config",
                List.of(
                        ApplicationAggregate.class,
                        ConfigurationAggregate.class,
                        OperatorAggregate.class,
                        DomainAggregate.class));
    }

    @Produces
    @Singleton
    DomainRules domainRules(DomainSettings settings) {
        return new DomainRules(settings.proveWithin(), settings.lookAgainAfter(), settings.grace());
    }
}
