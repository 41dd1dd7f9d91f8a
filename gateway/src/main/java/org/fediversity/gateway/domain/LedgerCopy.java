package org.fediversity.gateway.domain;

import java.util.List;
import java.util.function.Consumer;

/// A place outside the database that remembers what the ledger was: whoever changes the database cannot change what was
/// written there before. It only ever grows.
public interface LedgerCopy {
    /// Shows every leaf hash that was written, in order.
    ///
    /// @throws java.io.UncheckedIOException if the place cannot be read
    void leaves(Consumer<Hash> reader);

    /// Writes what follows.
    ///
    /// @param leaves hashes of the next entries
    /// @param note   signed checkpoint about all entries up to the last of these
    /// @throws java.io.UncheckedIOException if the place cannot be written to; the same leaves may be written again
    void append(List<Hash> leaves, String note);
}
