package org.fediversity.deployment.driver;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.fediversity.deployment.domain.Environments;

/// Finds the backend of an environment.
@ApplicationScoped
public class Backends {
    private final Instance<Backend> all;
    private final Environments environments;
    private final Map<String, String> known = new ConcurrentHashMap<>();

    Backends(@Any Instance<Backend> all, Environments environments) {
        this.all = all;
        this.environments = environments;
    }

    /// Empty if there is no such environment, or no driver for its kind.
    public Optional<Backend> of(String environment) {
        String kind = known.get(environment);
        if (kind == null) {
            kind = environments
                    .environment(environment)
                    .map(Environments.Environment::backend)
                    .orElse("");
            if (!kind.isEmpty()) {
                known.put(environment, kind); // an environment never changes its kind
            }
        }
        String name = kind;
        return all.stream().filter(backend -> backend.name().equals(name)).findFirst();
    }
}
