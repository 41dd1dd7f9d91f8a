package org.fediversity.deployment.driver;

/// Looks whether something answers over HTTP as the one it shall be.
public interface Probe {
    /// What came back.
    sealed interface Answer {
        /// @param body at most 64 KiB of it
        record Said(int status, String body) implements Answer {}

        record Silent(String reason) implements Answer {}
    }

    /// GET, with the Host header that people's requests will have. Waits a few seconds at most.
    ///
    /// @param authority `host` or `host:port`
    /// @param path      begins with a slash
    Answer get(Endpoint endpoint, String authority, String path);
}
