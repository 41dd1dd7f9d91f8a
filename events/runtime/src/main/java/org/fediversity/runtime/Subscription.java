package org.fediversity.runtime;

import java.util.Set;
import org.jdbi.v3.core.Handle;

/// Takes messages as they are, whatever their type: for who keeps them rather than acts on them. Each is taken once, in
/// the transaction of its receipt, in order per subject.
public interface Subscription {
    /// Under this name receipts are kept; it never changes.
    String name();

    /// Contexts it listens to.
    Set<String> contexts();

    void on(CloudEvent arrival, Handle db);
}
