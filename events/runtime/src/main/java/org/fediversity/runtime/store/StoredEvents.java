package org.fediversity.runtime.store;

import java.util.Map;
import java.util.Optional;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.fediversity.contracts.Event;
import org.fediversity.runtime.Actor;
import org.fediversity.runtime.EventCatalogue;
import org.fediversity.runtime.Meta;
import org.fediversity.runtime.Recorded;

/// Reads stored messages as what they are: our events with what is known about them.
public final class StoredEvents {
    private final EventStorageEngine storage;
    private final String source;

    StoredEvents(EventStorageEngine storage, String source) {
        this.storage = storage;
        this.source = source;
    }

    /// The event at a place of a stream, lifted to the version of this build.
    public Optional<Recorded<?>> at(String stream, long sequence) {
        var events = storage.readEvents(stream, sequence);
        return events.hasNext() ? Optional.of(recorded(events.next())) : Optional.empty();
    }

    public Recorded<?> recorded(EventMessage<?> message) {
        Event event = (Event) message.getPayload();
        Map<String, Object> data = message.getMetaData();
        return new Recorded<>(
                event,
                new Meta(
                        message.getIdentifier(),
                        message.getTimestamp(),
                        Actor.parse(text(data, "actor")),
                        text(data, "correlationId"),
                        text(data, "causationId"),
                        text(data, "traceparent"),
                        EventCatalogue.version(event.getClass()),
                        message instanceof DomainEventMessage<?> stored ? stored.getSequenceNumber() : 0,
                        source));
    }

    private static String text(Map<String, Object> data, String key) {
        return String.valueOf(data.getOrDefault(key, ""));
    }
}
