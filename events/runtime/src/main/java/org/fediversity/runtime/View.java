package org.fediversity.runtime;

import org.jdbi.v3.core.Handle;

/// A projection of this service's own events into tables of schema `view` (scripts in `db/view`), which can be thrown
/// away and rebuilt. Called for every event, in order per stream, in the transaction that moves its position; write
/// through `db` only, with unqualified table names: a rebuild runs the same code on other tables. No clock, no I/O.
@FunctionalInterface
public interface View {
    void on(Recorded<?> recorded, Handle db);
}
