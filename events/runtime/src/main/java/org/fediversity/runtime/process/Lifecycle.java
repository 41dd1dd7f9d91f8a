package org.fediversity.runtime.process;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.fediversity.contracts.Event;
import org.fediversity.runtime.kafka.InboxConsumer;
import org.fediversity.runtime.kafka.Publisher;
import org.fediversity.runtime.store.EventSourcing;
import org.fediversity.runtime.store.JtaTransactions;
import org.jspecify.annotations.Nullable;

/// Starts what runs by itself once the database is there, and stops it in the opposite order.
@ApplicationScoped
class Lifecycle {
    private static final String PUBLISHER = "publisher";

    private final EventSourcing axon;
    private final JtaTransactions transactions;
    private final ViewRebuild rebuild;
    private final Views views;
    private final Policies policies;
    private final Publisher publisher;
    private final InboxConsumer inbox;
    private @Nullable EventProcessor publishing;

    Lifecycle(
            EventSourcing axon,
            JtaTransactions transactions,
            ViewRebuild rebuild,
            Views views,
            Policies policies,
            Publisher publisher,
            InboxConsumer inbox) {
        this.axon = axon;
        this.transactions = transactions;
        this.rebuild = rebuild;
        this.views = views;
        this.policies = policies;
        this.publisher = publisher;
        this.inbox = inbox;
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) throws Exception {
        rebuild.atStart();
        views.start();
        policies.start();
        publishing = new EventProcessor(PUBLISHER, 4, 200, axon, transactions, Event::subject, publisher::take);
        publishing.start();
        inbox.start();
    }

    void stop(@Observes ShutdownEvent event) {
        inbox.stop();
        policies.stop();
        if (publishing != null) {
            publishing.stop();
        }
        publisher.stop();
        views.stop();
    }
}
