package org.fediversity.deployment;

import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.fediversity.contracts.Requirements;
import org.fediversity.deployment.domain.About;
import org.fediversity.deployment.domain.Configurations;
import org.fediversity.deployment.domain.Environments;
import org.fediversity.deployment.driver.Secrets;

/// What the other services answer in tests.
public final class FakeQuestions {
    private FakeQuestions() {}

    @Mock
    @ApplicationScoped
    public static class Config implements Configurations {
        private final Map<String, Map<Integer, Requirements>> revisions = new ConcurrentHashMap<>();

        private volatile List<String> withdrawn = List.of();

        public void withdraw(String... all) {
            withdrawn = List.of(all);
        }

        public void stage(String deployment, int revision, Requirements requirements) {
            revisions
                    .computeIfAbsent(deployment, _ -> new ConcurrentHashMap<>())
                    .put(revision, requirements);
        }

        @Override
        public Optional<Domain> domain(String name) {
            return switch (name) {
                case "op1.localhost" -> Optional.of(new Domain(name, "op-1", true));
                case "new.localhost" -> Optional.of(new Domain(name, "op-1", false));
                case "op2.localhost" -> Optional.of(new Domain(name, "op-2", true));
                default -> Optional.empty();
            };
        }

        @Override
        public Optional<Application> application(String name, String version) {
            return switch (name) {
                case "hello" ->
                    version.isEmpty() || version.equals("1.0.0")
                            ? Optional.of(new Application("hello", "1.0.0", "Hello", List.of("process")))
                            : Optional.empty();
                case "boxed" -> Optional.of(new Application("boxed", "2.0.0", "Boxed", List.of("container")));
                default -> Optional.empty();
            };
        }

        @Override
        public Map<String, Staged> staged(List<String> deployments) {
            Map<String, Staged> staged = new HashMap<>();
            deployments.forEach(id -> newest(id).ifPresent(n -> staged.put(id, new Staged(n, "etag-" + n))));
            return staged;
        }

        @Override
        public Optional<Staged> staged(String deployment, String at) {
            return Optional.of(new Staged(1, "etag-1"));
        }

        private Optional<Integer> newest(String deployment) {
            return revisions.getOrDefault(deployment, Map.of()).keySet().stream()
                    .max(Integer::compare);
        }

        @Override
        public Optional<Needed> requirements(String deployment, int revision) {
            int wanted = revision == 0 ? newest(deployment).orElse(0) : revision;
            return Optional.ofNullable(
                            revisions.getOrDefault(deployment, Map.of()).get(wanted))
                    .map(requirements -> new Needed(wanted, requirements, withdrawn, Map.of()));
        }
    }

    @Mock
    @ApplicationScoped
    public static class Provisioning implements Environments {
        private volatile List<Problem> problems = List.of();

        public void infeasible(Problem... all) {
            problems = List.of(all);
        }

        @Override
        public Optional<Environment> environment(String name) {
            return switch (name) {
                case "alpha", "beta" ->
                    Optional.of(
                            new Environment(name, "Rack", "process", List.of("monolithic", "distributed"), "provider"));
                default -> Optional.empty();
            };
        }

        @Override
        public Plan plan(About about, Requirements requirements) {
            List<Action> actions = requirements.resources().stream()
                    .map(resource -> new Action("create", resource.id(), resource.component(), "process", true, "none"))
                    .toList();
            return new Plan(problems.isEmpty(), problems, actions);
        }

        @Override
        public Set<String> providedBy(String subject) {
            return subject.equals("provider-of-alpha") ? Set.of("alpha") : Set.of();
        }
    }

    @Mock
    @ApplicationScoped
    public static class Vault implements Secrets {
        @Override
        public Optional<String> open(String reference) {
            return Optional.of("secret of " + reference);
        }
    }
}
