package org.fediversity.provisioning.driver;

import java.util.Map;

/// What came of a call to the outside world.
public sealed interface Outcome {
    /// It is as it should be.
    ///
    /// @param values  result fields that anybody may read
    /// @param secrets result fields that nobody may
    record Ready(Map<String, Object> values, Map<String, Secret> secrets) implements Outcome {
        public static final Ready DONE = new Ready(Map.of(), Map.of());

        public Ready {
            values = Map.copyOf(values);
            secrets = Map.copyOf(secrets);
        }

        public Ready(Map<String, Object> values) {
            this(values, Map.of());
        }
    }

    /// It is on its way; ask again.
    record InProgress(String what) implements Outcome {}

    /// It will not be, however often it is asked for; a person has to change something.
    record Refused(String why) implements Outcome {}

    /// Nobody knows: the other side did not answer, or not in time. Asking again is safe.
    record Unreachable(String why) implements Outcome {}
}
