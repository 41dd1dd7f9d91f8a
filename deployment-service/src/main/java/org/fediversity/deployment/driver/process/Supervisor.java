package org.fediversity.deployment.driver.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.fediversity.deployment.domain.Instance;
import org.fediversity.deployment.domain.Observation;
import org.fediversity.deployment.domain.Observations;
import org.fediversity.deployment.driver.Outcome;
import org.jboss.logging.Logger;

/// Keeps all instances below one directory as they are wanted. Another run of it takes over where this one ended.
final class Supervisor implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("org.fediversity.process");
    private static final long LOOK_MILLIS = 250;
    private static final long ROTATE_SECONDS = 20;

    private final Path root;
    private final Ports ports;
    private final long logLimit;
    private final Observations observations;
    private final Map<Instance, Supervised> all = new ConcurrentHashMap<>();
    private final Map<Instance, Integer> promised = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("process-supervisor-", 0).factory());

    /// @param logLimit bytes after which a log is put aside
    Supervisor(Path root, Ports ports, long logLimit, Observations observations) {
        this.root = root;
        this.ports = ports;
        this.logLimit = logLimit;
        this.observations = observations;
    }

    /// Finds what an earlier run started, and starts what is gone.
    void open() {
        for (Home home : Home.all(root)) {
            try {
                home.spec().ifPresent(spec -> {
                    home.port().ifPresent(port -> promised.put(spec.instance(), port));
                    all.put(spec.instance(), new Supervised(home, spec, observations));
                });
            } catch (RuntimeException e) {
                LOG.errorf(e, "an instance is passed over; see to it by hand");
            }
        }
        clock.scheduleWithFixedDelay(() -> each(Supervised::look), 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        clock.scheduleWithFixedDelay(
                () -> each(one -> one.rotate(logLimit)), ROTATE_SECONDS, ROTATE_SECONDS, TimeUnit.SECONDS);
    }

    private void each(java.util.function.Consumer<Supervised> work) {
        all.values().forEach(one -> {
            try {
                work.accept(one);
            } catch (RuntimeException e) {
                LOG.warnf(e, "%s was not looked after this time", one.instance().part());
            }
        });
    }

    /// The port that the instance is told to listen on.
    synchronized int port(Instance instance) {
        Integer known = promised.get(instance);
        if (known != null) {
            return known;
        }
        Home home = Home.of(root, instance);
        int port = home.port().orElseGet(() -> {
            int free = ports.free(Set.copyOf(promised.values()), instance.hashCode());
            home.keepPort(free);
            return free;
        });
        promised.put(instance, port);
        return port;
    }

    void install(Spec spec) {
        Supervised known = all.get(spec.instance());
        if (known != null) {
            known.install(spec);
            return;
        }
        Home home = Home.of(root, spec.instance());
        home.keep(spec);
        Supervised fresh = new Supervised(home, spec, observations);
        fresh.install(spec);
        all.put(spec.instance(), fresh);
    }

    Optional<Supervised> find(Instance instance) {
        return Optional.ofNullable(all.get(instance));
    }

    Outcome remove(Instance instance) {
        Supervised known = all.get(instance);
        if (known != null) {
            Outcome stopped = known.stop();
            if (!(stopped instanceof Outcome.Ready)) {
                return stopped;
            }
            all.remove(instance);
        }
        Home.of(root, instance).clear();
        promised.remove(instance);
        observations.gone(instance);
        return new Outcome.Ready("removed");
    }

    void erase(String deployment, String environment) {
        Set<Instance> here = all.keySet().stream()
                .filter(one ->
                        one.deployment().equals(deployment) && one.environment().equals(environment))
                .collect(Collectors.toSet());
        if (!here.isEmpty()) {
            throw new IllegalStateException(here.size() + " instances are still installed");
        }
        Home.erase(root, deployment, environment);
    }

    List<Observation> of(String deployment) {
        return all.values().stream()
                .filter(one -> one.instance().deployment().equals(deployment))
                .map(Supervised::observation)
                .toList();
    }

    /// Looks no more; what runs keeps running.
    @Override
    public void close() {
        clock.shutdownNow();
        try {
            if (!clock.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("the supervisor is still busy");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
