package org.fediversity.runtime.store;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Tells who waits for events that there may be some: at once after a commit of this instance, and every so often for
/// events of other instances and of transactions that took their time.
@ApplicationScoped
public class Wake {
    private static final long TICK_MILLIS = 250;
    private final Set<Runnable> sleepers = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("event-wake").factory());

    Wake() {
        clock.scheduleWithFixedDelay(this::now, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// Wakes everybody.
    public void now() {
        sleepers.forEach(Runnable::run);
    }

    public void register(Runnable sleeper) {
        sleepers.add(sleeper);
    }

    public void unregister(Runnable sleeper) {
        sleepers.remove(sleeper);
    }

    void stop(@Observes ShutdownEvent event) {
        clock.shutdownNow();
    }
}
