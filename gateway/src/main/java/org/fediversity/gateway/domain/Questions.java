package org.fediversity.gateway.domain;

/// Asks a service whether the caller may see something, with the caller's own token.
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
}
