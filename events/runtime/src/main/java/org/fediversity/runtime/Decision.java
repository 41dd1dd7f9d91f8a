package org.fediversity.runtime;

import java.util.List;
import org.fediversity.contracts.Event;

/// What a decider makes of a command: events, or a reason why not. A repeated command is accepted with no events.
public sealed interface Decision {

    /// It shall be so.
    record Accepted(List<? extends Event> events) implements Decision {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /// It shall not, and nothing has changed.
    ///
    /// @param detail this very case, in a sentence that says what to do
    /// @param faults for input: where it is wrong
    record Refused(Refusal why, String detail, List<Fault> faults) implements Decision {
        public Refused {
            faults = List.copyOf(faults);
        }
    }

    static Decision accepted(Event... events) {
        return new Accepted(List.of(events));
    }

    static Decision accepted(List<? extends Event> events) {
        return new Accepted(events);
    }

    static Decision nothingToDo() {
        return new Accepted(List.of());
    }

    static Decision refused(Refusal why, String detail) {
        return new Refused(why, detail, List.of());
    }

    static Decision refused(Refusal why, String detail, List<Fault> faults) {
        return new Refused(why, detail, faults);
    }
}
