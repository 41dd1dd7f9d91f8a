package org.fediversity.migration.driver;

import java.util.Map;
import java.util.Optional;
import org.fediversity.contracts.ResourceResult;

/// Where a component of the state lives: a resource's result with its secrets opened. Never logged, never stored.
public record StatePlace(ResourceResult result, Map<String, String> secrets) {
    public StatePlace {
        secrets = Map.copyOf(secrets);
    }

    /// A field of the result, secret or not.
    public Optional<String> field(String name) {
        Object open = result.values().get(name);
        return open == null ? Optional.ofNullable(secrets.get(name)) : Optional.of(open.toString());
    }

    /// A field that every result of the type has.
    public String need(String name) {
        return field(name)
                .orElseThrow(() -> new IllegalStateException(
                        "the result of " + result.id() + " has no field " + name + ", as its type promises"));
    }

    /// Id of the resource.
    public String resource() {
        return result.id();
    }

    @Override
    public String toString() {
        return "StatePlace[" + result.id() + ", secrets hidden]";
    }
}
