package org.fediversity.migration.driver;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The state drivers, by the resource type they serve.
public final class StateDrivers {
    private final Map<String, StateDriver> byType;

    public StateDrivers(List<StateDriver> drivers) {
        byType = drivers.stream().collect(Collectors.toUnmodifiableMap(StateDriver::type, Function.identity()));
    }

    /// The driver of a type; empty if its state cannot be moved yet.
    public Optional<StateDriver> of(String type) {
        return Optional.ofNullable(byType.get(type));
    }
}
