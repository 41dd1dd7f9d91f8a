package org.fediversity.deployment.domain;

/// How an instance is, as its backend sees it.
///
/// @param restarts how often it had to be started again since it was started on purpose
/// @param detail   for people; holds no secret
public record Observation(Instance instance, Condition condition, int restarts, String detail) {

    /// What an instance does.
    public enum Condition {
        /// In place, not meant to run.
        STOPPED,
        /// Meant to run, and running.
        RUNNING,
        /// Meant to run; it died and is about to be started again.
        RESTARTING
    }
}
