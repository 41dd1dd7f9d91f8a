package org.fediversity.provisioning.driver;

import java.util.Optional;
import java.util.function.Supplier;

/// What a driver has to know again next time about one resource of one allocation. It is sealed, and it is forgotten
/// when the resource is released.
public interface Memory {
    Optional<Secret> recall(String field);

    /// What was remembered under the field, or else what is made now; kept before it is answered, so that a crash
    /// after using it does not lose it.
    Secret remember(String field, Supplier<Secret> made);
}
