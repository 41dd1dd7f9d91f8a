package org.fediversity.config.domain;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Whose a domain is. Several may claim it; whoever proves it first has it.
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
public sealed interface Claim {
    /// Claimed by some, proven by none.
    ///
    /// @param challenges operator to the challenge that was given to them
    record Open(Map<String, String> challenges) implements Claim {
        public Open {
            challenges = Map.copyOf(challenges);
        }

        Open with(String operator, String challenge) {
            Map<String, String> more = new LinkedHashMap<>(challenges);
            more.put(operator, challenge);
            return new Open(more);
        }

        Open without(String operator) {
            Map<String, String> fewer = new LinkedHashMap<>(challenges);
            fewer.remove(operator);
            return new Open(fewer);
        }
    }

    record Verified(String operator) implements Claim {}

    /// Proven once, but the TXT record is gone; theirs until then all the same.
    record Missing(String operator, Instant until) implements Claim {}
}
