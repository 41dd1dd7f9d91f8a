package org.fediversity.deployment.policy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.fediversity.deployment.domain.About;
import org.fediversity.deployment.domain.Hosts;
import org.fediversity.deployment.domain.Instance;
import org.fediversity.deployment.domain.Release;
import org.fediversity.deployment.domain.Release.Part;
import org.fediversity.deployment.driver.Backend;
import org.fediversity.deployment.driver.Backends;
import org.fediversity.deployment.driver.Edge;
import org.fediversity.deployment.driver.Endpoint;
import org.fediversity.deployment.driver.Outcome;
import org.fediversity.deployment.policy.Verification.Verdict;
import org.jboss.logging.Logger;

/// What policies do with the components of a release. Everything may be done twice.
@ApplicationScoped
class Components {
    private static final Logger LOG = Logger.getLogger("org.fediversity.components");
    private final Backends backends;
    private final Edge edge;
    private final Rendering rendering;
    private final Verification verification;

    Components(Backends backends, Edge edge, Rendering rendering, Verification verification) {
        this.backends = backends;
        this.edge = edge;
        this.rendering = rendering;
        this.verification = verification;
    }

    Outcome install(About about, Release release, Part part) {
        Backend backend = backend(release.environment());
        Instance instance = Instance.of(about.id(), release, part);
        int port = backend.endpoint(instance).port();
        return switch (rendering.render(about, release, part, backend.name(), port)) {
            case Rendering.Rendered.Failed(var reason) -> new Outcome.Refused(reason);
            case Rendering.Rendered.Done(var workload) ->
                said("install", instance, backend.install(instance, workload));
        };
    }

    Outcome start(About about, Release release, Part part) {
        Instance instance = Instance.of(about.id(), release, part);
        return said("start", instance, backend(release.environment()).start(instance));
    }

    Verdict verify(About about, Release release, Part part, BooleanSupplier unwanted) throws InterruptedException {
        return verification.of(backend(release.environment()), about, release, part, unwanted);
    }

    /// Installs what is missing; starts nothing.
    ///
    /// @return empty if all is well, else why not
    String installMissing(About about, Release release) {
        Backend backend = backend(release.environment());
        for (Part part : release.parts()) {
            if (backend.of(Instance.of(about.id(), release, part)).isEmpty()
                    && install(about, release, part) instanceof Outcome.Refused(var reason)) {
                return part.name() + ": " + reason;
            }
        }
        return "";
    }

    /// Installs what is missing, starts everything, and waits until it is healthy.
    ///
    /// @return empty if all is well, else why not
    String bringUp(About about, Release release, BooleanSupplier unwanted) throws InterruptedException {
        String missing = installMissing(about, release);
        if (!missing.isEmpty()) {
            return missing;
        }
        for (Part part : release.parts()) {
            if (unwanted.getAsBoolean()) {
                return "nobody waits for it any more";
            }
            switch (start(about, release, part)) {
                case Outcome.Ready _ -> {}
                case Outcome.Refused(var reason) -> {
                    return part.name() + ": " + reason;
                }
                case Outcome.Unreachable(var reason) -> {
                    return part.name() + ": " + reason;
                }
            }
        }
        for (Part part : release.parts()) {
            if (part.isReached() && verify(about, release, part, unwanted) instanceof Verdict.Unhealthy(var reason)) {
                return part.name() + ": " + reason;
            }
        }
        return "";
    }

    /// Stops everything, last first.
    void stop(About about, Release release) {
        Backend backend = backend(release.environment());
        for (Part part : release.parts().reversed()) {
            Instance instance = Instance.of(about.id(), release, part);
            insist(said("stop", instance, backend.stop(instance)));
        }
    }

    /// Takes away every instance of the deployment in the environment that is like that.
    ///
    /// @return how many there were
    int remove(String deployment, String environment, Predicate<Instance> which) {
        Backend backend = backend(environment);
        List<Instance> gone = backend.of(deployment).stream()
                .map(seen -> seen.instance())
                .filter(one -> one.environment().equals(environment) && which.test(one))
                .toList();
        gone.reversed().forEach(one -> insist(said("remove", one, backend.remove(one))));
        return gone.size();
    }

    void erase(String deployment, String environment) {
        backend(environment).erase(deployment, environment);
    }

    /// Leads people to the release.
    Outcome lead(About about, Release release) {
        Backend backend = backend(release.environment());
        Map<String, Endpoint> hosts = new LinkedHashMap<>();
        for (var application : release.requirements().applications()) {
            release.door(application)
                    .ifPresent(door -> hosts.put(
                            Hosts.name(application.label(), about.domain()),
                            backend.endpoint(Instance.of(about.id(), release, door))));
        }
        return edge.serve(about.id(), hosts);
    }

    void turnAway(String deployment) {
        insist(edge.freeze(deployment));
    }

    void forgetHosts(String deployment) {
        insist(edge.forget(deployment));
    }

    /// Application to `host:port` of the component that answers for it.
    Map<String, String> endpoints(About about, Release release) {
        Backend backend = backend(release.environment());
        Map<String, String> endpoints = new LinkedHashMap<>();
        for (var application : release.requirements().applications()) {
            release.door(application)
                    .ifPresent(door -> endpoints.put(
                            application.name(),
                            backend.endpoint(Instance.of(about.id(), release, door))
                                    .toString()));
        }
        return endpoints;
    }

    private Backend backend(String environment) {
        return backends.of(environment)
                .orElseThrow(() -> new IllegalStateException("no driver for the backend of " + environment));
    }

    /// What must succeed some time is tried until it does: the runtime calls the policy again.
    static void insist(Outcome outcome) {
        switch (outcome) {
            case Outcome.Ready _ -> {}
            case Outcome.Refused(var reason) -> throw new IllegalStateException(reason);
            case Outcome.Unreachable(var reason) -> throw new IllegalStateException(reason);
        }
    }

    private static Outcome said(String call, Instance instance, Outcome outcome) {
        LOG.infof("%s %s of %s (%s): %s", call, instance.part(), instance.deployment(), instance.generation(), outcome);
        return outcome;
    }
}
