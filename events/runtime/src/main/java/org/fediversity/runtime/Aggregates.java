package org.fediversity.runtime;

import java.util.List;

/// What a service tells the runtime about itself: its context, which names its topic, and its aggregates. Produced once
/// in `wiring`; a service without events of its own (the gateway) gives no aggregates.
///
/// @param context    `config`, `deployment`, `provisioning`, `migration` or `gateway`
/// @param aggregates classes with a constructor without arguments
public record Aggregates(String context, List<Class<? extends EventSourced<?, ?, ?>>> aggregates) {
    public Aggregates {
        aggregates = List.copyOf(aggregates);
    }
}
