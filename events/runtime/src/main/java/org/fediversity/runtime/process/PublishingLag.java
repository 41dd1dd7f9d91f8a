package org.fediversity.runtime.process;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fediversity.runtime.store.Wake;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/// How many stored events are not yet on Kafka. Once there are too many, people's commands wait at the door: what
/// nobody else learns of is not worth accepting.
@ApplicationScoped
public class PublishingLag {
    private static final Logger LOG = Logger.getLogger(PublishingLag.class);
    private static final long LOOK_NANOS = 1_000_000_000L;

    private final Jdbi jdbi;
    private final long limit;
    private volatile long behind;
    private volatile long lookedAt = System.nanoTime() - LOOK_NANOS;

    PublishingLag(
            Jdbi jdbi,
            Wake wake,
            MeterRegistry metrics,
            @ConfigProperty(name = "fediversity.publisher.most-behind", defaultValue = "20000") long limit) {
        this.jdbi = jdbi;
        this.limit = limit;
        metrics.gauge("fediversity.publisher.behind", this, lag -> lag.behind);
        wake.register(this::look);
    }

    /// Whether new commands should wait.
    public boolean tooFarBehind() {
        return behind > limit;
    }

    /// Events not yet acknowledged by Kafka, as last seen.
    public long behind() {
        return behind;
    }

    private void look() {
        if (System.nanoTime() - lookedAt < LOOK_NANOS) {
            return;
        }
        lookedAt = System.nanoTime();
        try {
            behind = jdbi.withHandle(db -> db.createQuery("""
                            select coalesce((select max(global_index) from domain_event_entry), 0)
                                 - coalesce((select min(coalesce((convert_from(token, 'UTF8')::json ->> 'index')::bigint, 0))
                                             from token_entry where processor_name = 'publisher'), 0)
                            """).mapTo(Long.class).one());
        } catch (RuntimeException e) {
            LOG.debug("the lag of publishing cannot be seen now", e);
        }
    }
}
