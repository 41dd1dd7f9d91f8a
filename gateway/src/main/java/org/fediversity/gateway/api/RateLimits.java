package org.fediversity.gateway.api;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// How fast each subject may ask, here; every gateway counts for itself.
@ApplicationScoped
class RateLimits {
    private static final int REMEMBERED = 10_000;

    private final GatewaySettings settings;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > REMEMBERED;
        }
    };

    RateLimits(GatewaySettings settings) {
        this.settings = settings;
    }

    /// @param resetSeconds    until the full burst is there again
    /// @param retryAfterSeconds 0 if the request may pass
    record Ruling(boolean passes, long limit, long remaining, long resetSeconds, long retryAfterSeconds) {}

    Ruling ask(String who) {
        Bucket bucket;
        synchronized (buckets) {
            bucket = buckets.computeIfAbsent(who, name -> fresh());
        }
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        return new Ruling(
                probe.isConsumed(),
                settings.burst(),
                probe.getRemainingTokens(),
                seconds(probe.getNanosToWaitForReset()),
                probe.isConsumed() ? 0 : Math.max(1, seconds(probe.getNanosToWaitForRefill())));
    }

    /// As `RateLimit-Policy` says it: burst, and the seconds in which it fills up.
    String policy() {
        return settings.burst() + ";w=" + Math.max(1, settings.burst() * 60L / settings.requestsPerMinute());
    }

    private Bucket fresh() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(settings.burst())
                        .refillGreedy(settings.requestsPerMinute(), Duration.ofMinutes(1)))
                .build();
    }

    private static long seconds(long nanos) {
        return (nanos + 999_999_999L) / 1_000_000_000L;
    }
}
