package org.fediversity.launcher.journey;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/// Looks at an address several times a second and measures for how long it did not serve.
public final class Outage implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final URI address;
    private final Thread watcher;
    private volatile boolean watching = true;
    private volatile Duration longest = Duration.ZERO;

    private Outage(URI address) {
        this.address = address;
        this.watcher = Thread.ofVirtual().start(this::watch);
    }

    public static Outage of(URI address) {
        return new Outage(address);
    }

    /// The longest time without a good answer so far.
    public Duration longest() {
        return longest;
    }

    @Override
    public void close() throws InterruptedException {
        watching = false;
        watcher.join(Duration.ofSeconds(5));
    }

    private void watch() {
        Instant served = Instant.now();
        while (watching) {
            boolean now = serves();
            if (now) {
                served = Instant.now();
            } else {
                Duration gone = Duration.between(served, Instant.now());
                if (gone.compareTo(longest) > 0) {
                    longest = gone;
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private boolean serves() {
        try {
            return Api.send(HttpRequest.newBuilder(address)
                                    .timeout(Duration.ofSeconds(5))
                                    .build())
                            .status()
                    == 200;
        } catch (JourneyException e) {
            return false;
        }
    }
}
