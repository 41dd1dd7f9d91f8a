package org.fediversity.runtime.process;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.fediversity.runtime.store.ThisInstance;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/// Knows how many instances of this service live, so that each takes its share of the segments and no more.
@ApplicationScoped
class Instances {
    private static final Logger LOG = Logger.getLogger(Instances.class);
    private static final long BEAT_SECONDS = 2;

    private final Jdbi jdbi;
    private final String me;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("instances").factory());
    private volatile int living = 1;

    Instances(Jdbi jdbi, ThisInstance instance) {
        this.jdbi = jdbi;
        me = instance.name();
    }

    void start() {
        beat();
        heart.scheduleWithFixedDelay(this::beat, BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
    }

    void stop() {
        heart.shutdownNow();
        try {
            jdbi.useHandle(db -> db.execute("delete from instance where id = ?", me));
        } catch (RuntimeException e) {
            LOG.debug("the others notice by themselves", e);
        }
    }

    /// How many of so many segments this instance may hold.
    int share(int segments) {
        return Math.ceilDiv(segments, living);
    }

    private void beat() {
        try {
            living = jdbi.withHandle(db -> {
                db.execute("insert into instance (id) values (?) on conflict (id) do update set seen_at = now()", me);
                db.execute("delete from instance where seen_at < now() - interval '10 seconds'");
                return db.createQuery("select count(*) from instance")
                        .mapTo(Integer.class)
                        .one();
            });
        } catch (RuntimeException e) {
            LOG.debug("the database does not answer", e);
        }
    }
}
