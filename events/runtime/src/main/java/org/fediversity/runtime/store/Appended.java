package org.fediversity.runtime.store;

import java.util.List;
import java.util.concurrent.Callable;
import org.axonframework.eventhandling.EventMessage;

/// Tells a writer the ids of the events that its work appended on this thread.
public final class Appended {
    private static final ThreadLocal<List<String>> COLLECTOR = new ThreadLocal<>();

    private Appended() {}

    /// Does work and collects the ids, in order.
    public static <T> T into(List<String> ids, Callable<T> work) throws Exception {
        COLLECTOR.set(ids);
        try {
            return work.call();
        } finally {
            COLLECTOR.remove();
        }
    }

    static void note(List<? extends EventMessage<?>> events) {
        List<String> ids = COLLECTOR.get();
        if (ids != null) {
            events.forEach(event -> ids.add(event.getIdentifier()));
        }
    }
}
