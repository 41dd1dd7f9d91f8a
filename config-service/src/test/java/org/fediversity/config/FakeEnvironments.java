package org.fediversity.config;

import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import org.fediversity.config.domain.Environments;

/// Stands in for provisioning-service: `alpha` runs processes, `rack` containers.
@Mock
@ApplicationScoped
public class FakeEnvironments implements Environments {
    @Override
    public Optional<Environment> named(String name) {
        return switch (name) {
            case "alpha" -> Optional.of(new Environment(name, "process"));
            case "rack" -> Optional.of(new Environment(name, "container"));
            default -> Optional.empty();
        };
    }

    @Override
    public Set<String> providedBy(String subject) {
        return subject.equals("provider-of-alpha") ? Set.of("alpha") : Set.of();
    }
}
