package org.fediversity.gateway.domain;

/// Asks a service for what the caller may see, with the caller's own token.
public interface Questions {
    /// What the service says.
    enum Answer {
        YES,
        NO,
        /// It says nothing at the moment.
        UNREACHABLE
    }

    /// @param path          of the resource, below the service's base
    /// @param authorization the caller's `Authorization` header
    Answer maySee(Service service, String path, String authorization, String traceparent);

    /// What the service shows.
    sealed interface Reading {
        record Said(String body) implements Reading {}

        /// There is no such thing, or it is not for the caller.
        record Nothing() implements Reading {}

        /// It says nothing at the moment.
        record Unreachable() implements Reading {}
    }

    /// @param path          with query, below the service's base
    /// @param authorization the caller's `Authorization` header
    Reading read(Service service, String path, String authorization, String traceparent);
}
