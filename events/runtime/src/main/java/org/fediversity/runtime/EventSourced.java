package org.fediversity.runtime;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonIgnore;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.fediversity.contracts.Event;
import org.fediversity.runtime.web.GeneralRefusal;
import org.jspecify.annotations.Nullable;

/// The Axon aggregate as a thin shell around a [Decider]. A service has one empty subclass per aggregate, labelled with
/// `@AggregateRoot(type = "…")` and, once its state changes shape, `@Revision`.
@JsonAutoDetect(
        fieldVisibility = JsonAutoDetect.Visibility.ANY,
        getterVisibility = JsonAutoDetect.Visibility.NONE,
        isGetterVisibility = JsonAutoDetect.Visibility.NONE)
public abstract class EventSourced<C extends Command, S, E extends Event> {
    private static final String ZERO = "\\u0000";

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

    /// Decides and records. What PostgreSQL could store as JSON but never read again is refused here, for all: a view
    /// that meets it would stand still for ever.
    public final Decision handle(Command command) {
        Decision decision = decider.decide(commands.cast(command), state);
        if (!(decision instanceof Decision.Accepted(var events))) {
            return decision;
        }
        if (events.stream().map(Json::write).anyMatch(EventSourced::holdsZeroCharacter)) {
            return Decision.refused(
                    GeneralRefusal.INVALID, "A text in it holds the character U+0000, which cannot be kept.");
        }
        events.forEach(AggregateLifecycle::apply);
        return decision;
    }

    /// As an escape that is not itself escaped.
    private static boolean holdsZeroCharacter(String json) {
        for (int at = json.indexOf(ZERO); at >= 0; at = json.indexOf(ZERO, at + 1)) {
            int first = at;
            while (first > 0 && json.charAt(first - 1) == '\\') {
                first--;
            }
            if ((at - first) % 2 == 0) {
                return true;
            }
        }
        return false;
    }

    @EventSourcingHandler
    @SuppressWarnings("unchecked") // a stream holds events of its own kind only
    protected void on(Event event) {
        id = event.stream();
        state = decider.evolve(state, (E) event);
    }
}
