package org.fediversity.runtime.store;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/// Streams of stored events that call their reader as soon as there may be more, which Axon's own do not: theirs leave
/// a pooled processor to look every half second.
public final class StoreStreams implements StreamableMessageSource<TrackedEventMessage<?>> {
    private static final int BATCH = 500;
    private final EventStorageEngine storage;
    private final Wake wake;

    StoreStreams(EventStorageEngine storage, Wake wake) {
        this.storage = storage;
        this.wake = wake;
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken from) {
        return new StoredStream(from);
    }

    @Override
    public TrackingToken createTailToken() {
        return storage.createTailToken();
    }

    @Override
    public TrackingToken createHeadToken() {
        return storage.createHeadToken();
    }

    private final class StoredStream implements BlockingStream<TrackedEventMessage<?>> {
        private final Queue<TrackedEventMessage<?>> buffer = new ArrayDeque<>();
        private final AtomicBoolean maybeMore = new AtomicBoolean(true);
        private @Nullable TrackingToken last;
        private Runnable onAvailable = () -> {};
        private final Runnable sleeper = () -> {
            maybeMore.set(true);
            onAvailable.run();
        };

        StoredStream(@Nullable TrackingToken from) {
            last = from;
            wake.register(sleeper);
        }

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            return hasNextAvailable() ? Optional.ofNullable(buffer.peek()) : Optional.empty();
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
            if (fill() || timeout <= 0) {
                return !buffer.isEmpty();
            }
            long end = System.nanoTime() + unit.toNanos(timeout);
            while (buffer.isEmpty() && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(10);
                fill();
            }
            return !buffer.isEmpty();
        }

        private boolean fill() {
            if (buffer.isEmpty() && maybeMore.getAndSet(false)) {
                try (Stream<? extends TrackedEventMessage<?>> events = storage.readEvents(last, false)) {
                    var more = events.iterator();
                    while (buffer.size() < BATCH && more.hasNext()) {
                        TrackedEventMessage<?> event = more.next();
                        buffer.add(event);
                        last = event.trackingToken();
                    }
                    if (buffer.size() == BATCH) {
                        maybeMore.set(true);
                    }
                }
            }
            return !buffer.isEmpty();
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            while (!hasNextAvailable(1, TimeUnit.SECONDS)) {
                // as promised: until there is one, or the thread is interrupted
            }
            return buffer.remove();
        }

        @Override
        public boolean setOnAvailableCallback(Runnable callback) {
            onAvailable = callback;
            return true;
        }

        @Override
        public void close() {
            wake.unregister(sleeper);
        }
    }
}
