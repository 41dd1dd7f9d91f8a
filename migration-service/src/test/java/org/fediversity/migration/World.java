package org.fediversity.migration;

import io.quarkus.test.Mock;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.fediversity.contracts.Requirements;
import org.fediversity.contracts.ResourceResult;
import org.fediversity.migration.domain.Configurations;
import org.fediversity.migration.domain.Deployments;
import org.fediversity.migration.domain.Environments;
import org.fediversity.migration.domain.Secrets;
import org.fediversity.migration.driver.Outcome;
import org.fediversity.migration.driver.Visits;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.GeneralRefusal;

/// The other services, as far as this one asks them.
@Mock
@Singleton
public class World implements Deployments, Configurations, Environments, Secrets, Visits {
    public final Map<String, Deployment> deployments = new ConcurrentHashMap<>();
    public final Map<String, Requirements> requirements = new ConcurrentHashMap<>();
    public final Map<String, List<ResourceResult>> held = new ConcurrentHashMap<>();
    public final Map<String, String> secrets = new ConcurrentHashMap<>();
    public final Map<String, List<Problem>> problems = new ConcurrentHashMap<>();
    public volatile int status = 200;

    /// Who asks what a deployment holds waits here.
    public final AtomicInteger waiting = new AtomicInteger();

    public volatile CountDownLatch gate = new CountDownLatch(0);

    @Override
    public Optional<Deployment> find(String id) {
        return Optional.ofNullable(deployments.get(id));
    }

    @Override
    public Optional<Needed> requirements(String deployment, int revision, String topology) {
        return Optional.ofNullable(requirements.get(deployment)).map(found -> new Needed(revision, found));
    }

    @Override
    public Set<String> providedBy(String subject) {
        return subject.equals("provider-of-beta") ? Set.of("beta") : Set.of();
    }

    @Override
    public Optional<Environment> environment(String name) {
        if (!name.matches("[!-~]{1,200}") || name.contains("/")) {
            throw new RefusedException(GeneralRefusal.UNAVAILABLE, "as an address that is none is answered");
        }
        return List.of("alpha", "beta").contains(name)
                ? Optional.of(new Environment(name, "process", List.of("monolithic", "distributed")))
                : Optional.empty();
    }

    @Override
    public Plan plan(Deployment deployment, String environment, String topology, Requirements requirements) {
        List<Problem> found = problems.getOrDefault(deployment.id(), List.of());
        return new Plan(found.isEmpty(), found);
    }

    @Override
    public List<ResourceResult> held(String deployment, String environment) {
        waiting.incrementAndGet();
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.decrementAndGet();
        }
        return held.getOrDefault(deployment + "@" + environment, List.of());
    }

    @Override
    public Optional<String> open(String reference) {
        return Optional.ofNullable(secrets.get(reference));
    }

    @Override
    public Outcome<Integer> status(String endpoint, String host, String path) {
        return new Outcome.Done<>(path.equals("/ok") ? status : 404);
    }
}
