package org.fediversity.runtime;

import org.fediversity.contracts.Event;

/// The rules of one kind of aggregate, pure: no clock, no I/O.
///
/// @param <C> commands it understands
/// @param <S> state: sealed, one record per situation, readable and writable by Jackson (snapshots)
/// @param <E> events of its stream
public interface Decider<C extends Command, S, E extends Event> {
    /// State of a stream without events.
    S initial();

    /// Decides; asking twice is asking once.
    Decision decide(C command, S state);

    /// What the state is after the event. Total and silent: it runs again on every replay.
    S evolve(S state, E event);
}
