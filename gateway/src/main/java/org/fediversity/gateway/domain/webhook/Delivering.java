package org.fediversity.gateway.domain.webhook;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The way to receivers. An address is looked up and checked each time, and the connection goes to the very address
/// that was checked; redirects are not followed; an answer is awaited for fifteen seconds in all, and read for 64 KiB
/// at most.
public interface Delivering {
    /// What came of one attempt.
    sealed interface Outcome {
        Duration took();

        /// The receiver answered.
        ///
        /// @param retryAfter what it asked for; zero if nothing
        /// @param head       the beginning of its answer, for the owner's log
        record Answered(int status, Duration retryAfter, String head, Duration took) implements Outcome {
            public boolean isSuccess() {
                return status >= 200 && status < 300;
            }
        }

        /// There was no answer.
        record Failed(String reason, Duration took) implements Outcome {}

        /// The address may not be delivered to.
        record Forbidden(String reason, Duration took) implements Outcome {}
    }

    /// Sends a body.
    Outcome deliver(Target target, Map<String, String> headers, byte[] body);

    /// Why the address may not be delivered to, if so, looked up now.
    Optional<String> objection(Target target);

    /// Asks the receiver whether it wants deliveries from here (CloudEvents, HTTP webhook, section 4).
    ///
    /// @return whether it does
    boolean isWelcome(Target target, String origin);
}
