package org.fediversity.runtime;

import java.util.List;
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

    /// What came at once, in order. Whoever can take many for the price of one overrides it; the effect is the same as
    /// that of one after the other.
    default void onAll(List<CloudEvent> arrivals, Handle db) {
        arrivals.forEach(arrival -> on(arrival, db));
    }
}
