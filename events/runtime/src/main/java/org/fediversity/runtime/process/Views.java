package org.fediversity.runtime.process;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.fediversity.runtime.Recorded;
import org.fediversity.runtime.View;
import org.fediversity.runtime.store.EventSourcing;
import org.fediversity.runtime.store.JtaTransactions;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Keeps the service's views up to date, and lets a writer wait until they show what it wrote.
@ApplicationScoped
public class Views {
    /// Name of the processor; views share one position, so that they can be rebuilt and swapped together.
    static final String PROCESSOR = "views";

    /// Held shared by every batch and exclusively by the swap of a rebuild.
    static final long SWAP_LOCK = 0x76696577;

    /// How often a writer asks the database, where the views are kept up to date by another instance.
    private static final long LOOK_MILLIS = 50;

    /// The same where this instance keeps them, which tells its writers: only in case it hands them over meanwhile.
    private static final long LOOK_AT_HOME_MILLIS = 1_000;

    private final EventSourcing axon;
    private final JtaTransactions transactions;
    private final Jdbi jdbi;
    private final EventProcessors processors;
    private final List<View> views;
    private final Map<String, CompletableFuture<@Nullable Void>> waiting = new ConcurrentHashMap<>();
    private @Nullable EventProcessor processor;

    Views(
            EventSourcing axon,
            JtaTransactions transactions,
            Jdbi jdbi,
            EventProcessors processors,
            @Any Instance<View> views) {
        this.processors = processors;
        this.axon = axon;
        this.transactions = transactions;
        this.jdbi = jdbi;
        this.views = views.stream().toList();
    }

    void start() {
        if (!views.isEmpty()) {
            processor = processors.ordered(PROCESSOR, 1, 200, event -> "", this::take);
            processor.start();
        }
    }

    void stop() {
        if (processor != null) {
            processor.stop();
        }
    }

    boolean any() {
        return !views.isEmpty();
    }

    private void take(EventMessage<?> message) {
        jdbi.useHandle(db -> {
            CurrentUnitOfWork.get()
                    .getOrComputeResource(
                            "views.swap-lock", _ -> db.execute("select pg_advisory_xact_lock_shared(?)", SWAP_LOCK));
            show(message, db);
        });
        transactions.afterCommit(() -> {
            CompletableFuture<@Nullable Void> waiter = waiting.remove(message.getIdentifier());
            if (waiter != null) {
                waiter.complete(null);
            }
        });
    }

    void show(EventMessage<?> message, Handle db) {
        Recorded<?> recorded = axon.stored().recorded(message);
        for (View view : views) {
            view.on(recorded, db);
        }
    }

    /// Says beforehand that somebody will wait for this event.
    void expect(String eventId) {
        if (any()) {
            waiting.put(eventId, new CompletableFuture<>());
        }
    }

    void forget(String eventId) {
        waiting.remove(eventId);
    }

    /// Waits until the views show the event, wherever they are kept up to date, but no longer than the bound.
    ///
    /// @return whether they do
    boolean await(String eventId, long millis) {
        CompletableFuture<@Nullable Void> shown = waiting.get(eventId);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        boolean home = processor != null && processor.holdsSegments();
        try {
            while (shown != null && System.nanoTime() < end) {
                try {
                    shown.get(home ? LOOK_AT_HOME_MILLIS : LOOK_MILLIS, TimeUnit.MILLISECONDS);
                    return true;
                } catch (TimeoutException e) {
                    if (shownElsewhere(eventId)) {
                        return true;
                    }
                }
            }
            return shown == null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            waiting.remove(eventId);
        }
    }

    private boolean shownElsewhere(String eventId) {
        return jdbi.withHandle(db -> db.createQuery("""
                        select exists (select 1 from token_entry t, domain_event_entry e
                                       where t.processor_name = :processor and t.segment = 0 and t.token is not null
                                         and e.event_identifier = :event
                                         and (convert_from(t.token, 'UTF8')::json ->> 'index')::bigint >= e.global_index
                                         and not (convert_from(t.token, 'UTF8')::jsonb -> 'gaps') @> to_jsonb(e.global_index))
                        """)
                .bind("processor", PROCESSOR)
                .bind("event", eventId)
                .mapTo(Boolean.class)
                .one());
    }
}
