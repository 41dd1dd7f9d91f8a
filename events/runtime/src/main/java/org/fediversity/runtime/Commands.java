package org.fediversity.runtime;

/// The way to an aggregate.
public interface Commands {
    /// For HTTP: decides in a transaction of its own (a concurrent append is retried a few times, then refused as 409)
    /// and returns once this service's views show what happened, or after a bounded wait.
    ///
    /// @throws RefusedException with the decider's reason; over HTTP it becomes a problem document
    Decision.Accepted ask(Command command);

    /// For inbox, policies and start-up: decides in the transaction at hand, or one of its own; refusals are values.
    Decision send(Command command);
}
