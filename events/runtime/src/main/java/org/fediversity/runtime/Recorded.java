package org.fediversity.runtime;

import org.fediversity.contracts.Event;

/// An event as it was recorded, here or in another service.
public record Recorded<E extends Event>(E event, Meta meta) {}
