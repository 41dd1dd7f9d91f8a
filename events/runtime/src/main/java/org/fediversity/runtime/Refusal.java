package org.fediversity.runtime;

import java.util.Locale;

/// Why a decider says no. Each service lists all of its refusals in one enum; each is one problem type over HTTP.
public interface Refusal {
    /// Name of the constant, e.g. `ROLLOUT_RUNNING`.
    String name();

    /// HTTP status that shows it, e.g. 409.
    int status();

    /// One short sentence that is the same every time, for people.
    String title();

    /// The `type` of the problem document (RFC 9457).
    default String type() {
        return "https://fediversity.org/problems/"
                + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
