package org.fediversity.runtime.process;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.function.Supplier;
import org.axonframework.eventhandling.DomainEventMessage;
import org.fediversity.runtime.store.EventSourcing;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Answers a question as it would have been answered at an earlier time: the events of a stream up to then are shown on
/// tables that only this transaction sees and that vanish with it, and the question reads those instead of the views.
/// Takes as long as the stream is.
@ApplicationScoped
public class Past {
    private final EventSourcing axon;
    private final Jdbi jdbi;
    private final Views views;

    Past(EventSourcing axon, Jdbi jdbi, Views views) {
        this.axon = axon;
        this.jdbi = jdbi;
        this.views = views;
    }

    /// @param stream   whose events count; of other streams nothing is known then
    /// @param question reads views of this service, in this thread
    public <T> T at(Instant time, String stream, Supplier<T> question) {
        QuarkusTransaction.begin();
        try {
            jdbi.useHandle(db -> {
                db.execute("set local search_path to pg_temp, public");
                db.createScript(ViewRebuild.script()).execute();
                show(stream, time, db);
            });
            return question.get();
        } finally {
            QuarkusTransaction.rollback();
        }
    }

    private void show(String stream, Instant time, Handle db) {
        var events = axon.storage().readEvents(stream, 0);
        while (events.hasNext()) {
            DomainEventMessage<?> event = events.next();
            if (event.getTimestamp().isAfter(time)) {
                return;
            }
            views.show(event, db);
        }
    }
}
