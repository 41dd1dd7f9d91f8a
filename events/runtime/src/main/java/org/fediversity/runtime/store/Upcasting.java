package org.fediversity.runtime.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.axonframework.serialization.upcasting.event.SingleEventUpcaster;
import org.fediversity.contracts.EventName;
import org.fediversity.runtime.Upcaster;

/// Our upcasters as Axon's, lowest version first.
final class Upcasting {
    private Upcasting() {}

    static EventUpcaster chain(Iterable<Upcaster> upcasters) {
        List<EventUpcaster> chain = StreamSupport.stream(upcasters.spliterator(), false)
                .sorted(Comparator.comparing(Upcaster::event).thenComparing(Upcaster::from))
                .<EventUpcaster>map(Single::new)
                .toList();
        return new EventUpcasterChain(chain);
    }

    private static final class Single extends SingleEventUpcaster {
        private final Upcaster upcaster;

        Single(Upcaster upcaster) {
            this.upcaster = upcaster;
        }

        @Override
        protected boolean canUpcast(IntermediateEventRepresentation event) {
            return event.getType().getName().equals(EventName.PREFIX + upcaster.event())
                    && String.valueOf(upcaster.from()).equals(event.getType().getRevision());
        }

        @Override
        protected IntermediateEventRepresentation doUpcast(IntermediateEventRepresentation event) {
            return event.upcastPayload(
                    new SimpleSerializedType(event.getType().getName(), String.valueOf(upcaster.from() + 1)),
                    JsonNode.class,
                    upcaster::lift);
        }
    }
}
