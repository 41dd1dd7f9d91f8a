package org.fediversity.runtime;

/// Somebody asks for something. A command carries all that the decision needs, time and fresh ids included.
public interface Command {
    /// The stream (aggregate id) that decides.
    String stream();
}
