package org.fediversity.runtime;

import com.fasterxml.jackson.databind.JsonNode;

/// Lifts an old version of an event to the next one, whenever it is read. Beans of this type are found by the runtime.
public interface Upcaster {
    /// Bare event name.
    String event();

    /// The version it lifts; it makes this plus one of it.
    int from();

    JsonNode lift(JsonNode payload);
}
