package org.fediversity.provisioning.driver;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.fediversity.expressions.Kind;
import org.fediversity.provisioning.domain.Offer;
import org.jboss.logging.Logger;

/// Wraps a driver from outside: a bound on every call, a few more attempts while nobody answers, a longer wait while
/// something is in progress, one line of log and one measurement per call.
public final class Patient implements Driver {
    private static final Logger LOG = Logger.getLogger("org.fediversity.drivers");
    private static final ExecutorService CALLS = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("driver-", 0).factory());

    /// How patient to be.
    ///
    /// @param call     the longest that one call may take
    /// @param attempts how often to ask while nobody answers
    /// @param pause    before the second attempt; doubled for each further one, and between looks at progress
    /// @param progress the longest to wait for what is in progress
    public record Patience(Duration call, int attempts, Duration pause, Duration progress) {
        public static final Patience USUAL =
                new Patience(Duration.ofMinutes(2), 4, Duration.ofMillis(500), Duration.ofMinutes(10));
    }

    private final Driver driver;
    private final Patience patience;
    private final MeterRegistry metrics;

    public Patient(Driver driver, Patience patience, MeterRegistry metrics) {
        this.driver = driver;
        this.patience = patience;
        this.metrics = metrics;
    }

    @Override
    public String type() {
        return driver.type();
    }

    @Override
    public String name() {
        return driver.name();
    }

    @Override
    public Map<String, Kind> additions() {
        return driver.additions();
    }

    @Override
    public Outcome ensure(Order order) {
        return asking("ensure", order.key(), () -> driver.ensure(order));
    }

    @Override
    public Outcome release(Order order) {
        return asking("release", order.key(), () -> driver.release(order));
    }

    /// Somebody waits for the answer: one attempt only.
    @Override
    public Outcome probe(Offer offer, Endpoint endpoint) {
        return call("probe", offer.name(), () -> driver.probe(offer, endpoint));
    }

    private Outcome asking(String call, String about, Callable<Outcome> work) {
        long end = System.nanoTime() + patience.progress().toNanos();
        int unanswered = 0;
        while (true) {
            Outcome outcome = call(call, about, work);
            switch (outcome) {
                case Outcome.Ready _, Outcome.Refused _ -> {
                    return outcome;
                }
                case Outcome.Unreachable _ -> {
                    if (++unanswered >= patience.attempts()) {
                        return outcome;
                    }
                }
                case Outcome.InProgress _ -> {
                    if (System.nanoTime() > end) {
                        return outcome;
                    }
                }
            }
            if (!pause(patience.pause().multipliedBy(1L << Math.max(0, unanswered - 1)))) {
                return outcome;
            }
        }
    }

    private Outcome call(String call, String about, Callable<Outcome> work) {
        long begin = System.nanoTime();
        Outcome outcome = bounded(work);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        String ended = outcome.getClass().getSimpleName();
        Timer.builder("fediversity.driver.calls")
                .tags("type", type(), "driver", name(), "call", call, "outcome", ended)
                .register(metrics)
                .record(took);
        LOG.infof("%s/%s %s %s: %s in %d ms", type(), name(), call, about, told(outcome), took.toMillis());
        return outcome;
    }

    /// Without values: a log tells no more than it must.
    private static String told(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Ready _ -> "ready";
            case Outcome.InProgress(var what) -> "in progress, " + what;
            case Outcome.Refused(var why) -> "refused, " + why;
            case Outcome.Unreachable(var why) -> "unreachable, " + why;
        };
    }

    private Outcome bounded(Callable<Outcome> work) {
        Future<Outcome> running = CALLS.submit(work);
        try {
            return running.get(patience.call().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | CancellationException e) {
            running.cancel(true);
            return new Outcome.Unreachable("no answer within " + patience.call().toSeconds() + " s");
        } catch (InterruptedException e) {
            running.cancel(true);
            Thread.currentThread().interrupt();
            return new Outcome.Unreachable("the service stops");
        } catch (ExecutionException e) {
            throw new IllegalStateException("driver " + name() + " has a bug", e.getCause());
        }
    }

    private static boolean pause(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
