package org.fediversity.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fediversity.contracts.Event;
import org.fediversity.contracts.EventName;

/// Every event there is, by its pinned name.
public final class EventCatalogue {
    private static final Map<String, Class<? extends Event>> BY_TYPE = leaves(Event.class).stream()
            .collect(Collectors.toUnmodifiableMap(EventCatalogue::type, Function.identity()));

    private EventCatalogue() {}

    /// `org.fediversity.<EventName>`.
    public static String type(Class<?> event) {
        return EventName.PREFIX + name(event).value();
    }

    /// Version of the shape that this build writes.
    public static int version(Class<?> event) {
        return name(event).version();
    }

    /// The record that a type is read into; empty for a type that this build does not know.
    public static Optional<Class<? extends Event>> named(String type) {
        return Optional.ofNullable(BY_TYPE.get(type));
    }

    /// All types, for catalogues and tests.
    public static Map<String, Class<? extends Event>> all() {
        return BY_TYPE;
    }

    private static EventName name(Class<?> event) {
        EventName name = event.getAnnotation(EventName.class);
        if (name == null) {
            throw new IllegalStateException(event + " has no @EventName");
        }
        return name;
    }

    @SuppressWarnings("unchecked") // what a sealed sub-interface of Event permits is an Event
    private static List<Class<? extends Event>> leaves(Class<? extends Event> root) {
        List<Class<? extends Event>> leaves = new ArrayList<>();
        for (Class<?> permitted : root.getPermittedSubclasses()) {
            if (permitted.isRecord()) {
                leaves.add((Class<? extends Event>) permitted);
            } else {
                leaves.addAll(leaves((Class<? extends Event>) permitted));
            }
        }
        return leaves;
    }
}
