package org.fediversity.runtime.process;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;
import org.fediversity.contracts.Event;
import org.fediversity.runtime.store.EventSourcing;
import org.fediversity.runtime.store.JtaTransactions;

/// Makes the processors of this instance.
@ApplicationScoped
class EventProcessors {
    private final EventSourcing axon;
    private final JtaTransactions transactions;
    private final Instances instances;

    EventProcessors(EventSourcing axon, JtaTransactions transactions, Instances instances) {
        this.axon = axon;
        this.transactions = transactions;
        this.instances = instances;
    }

    /// A processor that keeps the order of whatever `order` names.
    EventProcessor ordered(
            String name, int segments, int batch, Function<Event, String> order, EventProcessor.Step step) {
        return new EventProcessor(
                name, segments, batch, axon, axon.tokens(), instances::share, transactions, order, step);
    }
}
