package org.fediversity.runtime;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonIgnore;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.fediversity.contracts.Event;
import org.jspecify.annotations.Nullable;

/// The Axon aggregate as a thin shell around a [Decider]. A service has one empty subclass per aggregate, labelled with
/// `@AggregateRoot(type = "…")` and, once its state changes shape, `@Revision`.
@JsonAutoDetect(
        fieldVisibility = JsonAutoDetect.Visibility.ANY,
        getterVisibility = JsonAutoDetect.Visibility.NONE,
        isGetterVisibility = JsonAutoDetect.Visibility.NONE)
public abstract class EventSourced<C extends Command, S, E extends Event> {
    @JsonIgnore
    private final transient Decider<C, S, E> decider;

    @JsonIgnore
    private final transient Class<C> commands;

    @AggregateIdentifier
    private @Nullable String id;

    private S state;

    protected EventSourced(Decider<C, S, E> decider, Class<C> commands) {
        this.decider = decider;
        this.commands = commands;
        this.state = decider.initial();
    }

    /// Root of the commands that this aggregate understands.
    public final Class<C> commands() {
        return commands;
    }

    /// Decides and records.
    public final Decision handle(Command command) {
        Decision decision = decider.decide(commands.cast(command), state);
        if (decision instanceof Decision.Accepted(var events)) {
            events.forEach(AggregateLifecycle::apply);
        }
        return decision;
    }

    @EventSourcingHandler
    @SuppressWarnings("unchecked") // a stream holds events of its own kind only
    protected void on(Event event) {
        id = event.stream();
        state = decider.evolve(state, (E) event);
    }
}
