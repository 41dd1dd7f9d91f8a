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
import org.jspecify.annotations.Nullable;

/// Starts what runs by itself once the database is there, and stops it in the opposite order.
@ApplicationScoped
class Lifecycle {
    private static final String PUBLISHER = "publisher";

    private final Instances instances;
    private final EventProcessors processors;
    private final ViewRebuild rebuild;
    private final Views views;
    private final Policies policies;
    private final Publisher publisher;
    private final InboxConsumer inbox;
    private @Nullable EventProcessor publishing;

    Lifecycle(
            Instances instances,
            EventProcessors processors,
            ViewRebuild rebuild,
            Views views,
            Policies policies,
            Publisher publisher,
            InboxConsumer inbox) {
        this.instances = instances;
        this.processors = processors;
        this.rebuild = rebuild;
        this.views = views;
        this.policies = policies;
        this.publisher = publisher;
        this.inbox = inbox;
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) throws Exception {
        instances.start();
        rebuild.atStart();
        views.start();
        policies.start();
        publishing = processors.ordered(PUBLISHER, 4, 200, Event::subject, publisher::take);
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
        instances.stop();
    }
}
