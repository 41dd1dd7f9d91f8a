package org.fediversity.provisioning.domain;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;

/// A hosting provider's concrete place, as declared.
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
public sealed interface Environment {
    /// Nobody declared it.
    record Undeclared() implements Environment {}

    /// Declared, some number of times.
    ///
    /// @param definition as written, secrets as references only
    record Declared(String provider, int revision, Map<String, Object> definition) implements Environment {
        public Declared {
            definition = Plain.map(definition);
        }
    }
}
