package org.fediversity.gateway.view;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;

/// Watches the end of the history, whichever gateway writes it, and wakes whoever waits for what was appended.
@ApplicationScoped
public class Tail {
    private static final Logger LOG = Logger.getLogger("org.fediversity.history");
    private static final int LOOK_EVERY_MILLIS = 500;

    private final AgroalDataSource source;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    Tail(AgroalDataSource source) {
        this.source = source;
    }

    /// What can be known of an entry without reading it; absent ids are empty.
    public record Arrival(long position, String deployment, String migration) {}

    /// Waits for entries of interest. To be closed.
    public final class Watch implements AutoCloseable {
        private final Predicate<Arrival> interest;
        private final Semaphore bell = new Semaphore(0);

        private Watch(Predicate<Arrival> interest) {
            this.interest = interest;
        }

        /// @return whether there may be something new
        public boolean await(Duration atMost) throws InterruptedException {
            boolean rung = bell.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
            bell.drainPermits();
            return rung;
        }

        /// Ends the wait early.
        public void wake() {
            bell.release();
        }

        @Override
        public void close() {
            watches.remove(this);
        }
    }

    /// From now on nothing of interest goes unnoticed.
    public Watch watch(Predicate<Arrival> interest) {
        Watch watch = new Watch(interest);
        watches.add(watch);
        return watch;
    }

    void start(@Observes StartupEvent event) {
        Thread.ofPlatform().daemon().name("history-tail").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        watches.forEach(watch -> watch.bell.release());
    }

    /// Whether the gateway is about to stop: streams end.
    public boolean isStopped() {
        return stopped;
    }

    private void run() {
        while (!stopped) {
            try (Connection connection = source.getConnection()) {
                follow(connection);
            } catch (SQLException e) {
                if (!stopped) {
                    LOG.warnf("the end of the history is out of sight, trying again: %s", e.getMessage());
                    pause();
                }
            }
        }
    }

    private void follow(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("listen history");
            long next;
            try (var rows = statement.executeQuery("select size from history_head")) {
                rows.next();
                next = rows.getLong(1);
            }
            watches.forEach(watch -> watch.bell.release());
            while (!stopped) {
                next = announce(connection, next);
                connection.unwrap(PGConnection.class).getNotifications(LOOK_EVERY_MILLIS);
            }
        }
    }

    private long announce(Connection connection, long first) throws SQLException {
        long next = first;
        try (var query =
                connection.prepareStatement("select position, coalesce(deployment, ''), coalesce(migration, '')"
                        + " from history where position >= ? order by position")) {
            query.setLong(1, first);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    Arrival arrival = new Arrival(rows.getLong(1), rows.getString(2), rows.getString(3));
                    next = arrival.position() + 1;
                    for (Watch watch : watches) {
                        if (watch.interest.test(arrival)) {
                            watch.bell.release();
                        }
                    }
                }
            }
        }
        return next;
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
