package org.fediversity.gateway.domain.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// When a delivery is tried again.
///
/// @param pauses before the first, second, … attempt; ten of them are a little over three days
public record RetrySchedule(List<Duration> pauses) {
    private static final double JITTER = 0.2;
    private static final Duration LONGEST_OBEYED = Duration.ofDays(1);

    public RetrySchedule {
        pauses = List.copyOf(pauses);
    }

    /// How long to wait after an attempt that failed; empty if it was the last.
    ///
    /// @param attempt    number of the one that failed, from 1
    /// @param retryAfter what the receiver asked for; zero if nothing
    public Optional<Duration> after(int attempt, Duration retryAfter, RandomGenerator random) {
        if (attempt >= pauses.size()) {
            return Optional.empty();
        }
        long millis = pauses.get(attempt).toMillis();
        double stretched = millis * (1 + JITTER * (2 * random.nextDouble() - 1));
        Duration planned = Duration.ofMillis(Math.round(stretched));
        Duration asked = retryAfter.compareTo(LONGEST_OBEYED) > 0 ? LONGEST_OBEYED : retryAfter;
        return Optional.of(planned.compareTo(asked) < 0 ? asked : planned);
    }
}
