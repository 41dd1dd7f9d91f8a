package org.fediversity.provisioning.driver;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.fediversity.contracts.Assignment;
import org.fediversity.provisioning.domain.AllocationId;

/// Orders for tests.
public final class Orders {
    private Orders() {}

    /// A memory that lives as long as the test.
    public static final class Remembering implements Memory {
        private final Map<String, Secret> fields = new HashMap<>();

        @Override
        public Optional<Secret> recall(String field) {
            return Optional.ofNullable(fields.get(field));
        }

        @Override
        public Secret remember(String field, Supplier<Secret> made) {
            return fields.computeIfAbsent(field, _ -> made.get());
        }
    }

    public static Order of(String type, Endpoint endpoint, String deployment, Map<String, Object> request) {
        return of(type, endpoint, new AllocationId(deployment, "alpha"), request, Map.of(), Map.of());
    }

    public static Order of(
            String type,
            Endpoint endpoint,
            AllocationId allocation,
            Map<String, Object> request,
            Map<String, Object> with,
            Map<String, Secret> carried) {
        var assignment = new Assignment("notes/thing", "notes", "thing", type, "offer", "driver", request, with);
        return new Order("local", allocation, "garden.localhost", assignment, endpoint, new Remembering(), carried);
    }
}
