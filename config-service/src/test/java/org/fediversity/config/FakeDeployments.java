package org.fediversity.config;

import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.fediversity.config.domain.Deployments;
import org.fediversity.contracts.PinnedApplication;

/// Stands in for deployment-service.
@Mock
@ApplicationScoped
public class FakeDeployments implements Deployments {
    private final Map<String, Deployment> all = new ConcurrentHashMap<>();

    @Override
    public Optional<Deployment> named(String id) {
        return Optional.ofNullable(all.get(id));
    }

    String create(String operator, String topology, String domain, PinnedApplication... applications) {
        return create(operator, "alpha", topology, domain, applications);
    }

    String create(
            String operator, String environment, String topology, String domain, PinnedApplication... applications) {
        String id = UUID.randomUUID().toString();
        all.put(
                id,
                new Deployment(
                        id,
                        operator,
                        "mine",
                        environment,
                        topology,
                        domain,
                        "created",
                        List.of(applications),
                        Instant.now()));
        return id;
    }
}
