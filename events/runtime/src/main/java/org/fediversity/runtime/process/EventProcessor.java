package org.fediversity.runtime.process;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.fediversity.contracts.Event;
import org.fediversity.runtime.store.EventSourcing;
import org.fediversity.runtime.store.JtaTransactions;

/// A pooled streaming processor over the stored events: in order per subject, shared by all instances of a service,
/// its position kept in the transaction of its effects.
final class EventProcessor {
    /// Does something with one event inside the batch's transaction.
    @FunctionalInterface
    interface Step {
        void take(EventMessage<?> message) throws Exception;
    }

    private final PooledStreamingEventProcessor processor;
    private final ScheduledExecutorService coordinator;
    private final ScheduledExecutorService workers;

    EventProcessor(
            String name,
            int segments,
            int batch,
            EventSourcing axon,
            TokenStore tokens,
            IntUnaryOperator share,
            JtaTransactions transactions,
            Function<Event, String> order,
            Step step) {
        coordinator = Executors.newScheduledThreadPool(
                1, Thread.ofPlatform().daemon().name(name + "-coordinator-", 0).factory());
        workers = Executors.newScheduledThreadPool(
                Math.min(segments, 4),
                Thread.ofPlatform().daemon().name(name + "-", 0).factory());
        processor = PooledStreamingEventProcessor.builder()
                .name(name)
                .eventHandlerInvoker(new Invoker(order, step))
                .errorHandler(PropagatingErrorHandler.INSTANCE)
                .messageSource(axon.streams())
                .initialToken(source -> null)
                .tokenStore(tokens)
                .transactionManager(transactions)
                .coordinatorExecutor(coordinator)
                .workerExecutor(workers)
                .initialSegmentCount(segments)
                .maxSegmentProvider(processor -> share.applyAsInt(segments))
                .batchSize(batch)
                .tokenClaimInterval(2_000)
                .enableCoordinatorClaimExtension()
                .build();
    }

    void start() {
        processor.start();
    }

    /// Whether this instance has a share of the work.
    boolean holdsSegments() {
        return !processor.processingStatus().isEmpty();
    }

    void stop() {
        try {
            processor.shutdownAsync().get(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            // whoever takes the claims over starts where the last batch was committed
        }
        coordinator.shutdownNow();
        workers.shutdownNow();
    }

    private record Invoker(Function<Event, String> order, Step step) implements EventHandlerInvoker {
        @Override
        public boolean canHandle(EventMessage<?> message, Segment segment) {
            return segment.matches(order.apply((Event) message.getPayload()));
        }

        @Override
        public void handle(EventMessage<?> message, Segment segment) throws Exception {
            step.take(message);
        }
    }
}
