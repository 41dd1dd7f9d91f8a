package org.fediversity.provisioning.domain;

import java.util.Map;

/// An available resource of an environment: what it is, who serves it, where, and how much of it there is.
///
/// @param name     unique in the environment
/// @param type     resource type, e.g. `postgresql`
/// @param driver   who serves it
/// @param at       where the driver finds it; secrets as `{secret: name}` or `{vault: reference}`
/// @param capacity what there is of each dimension; a dimension that is absent is not counted
/// @param builtIn  not declared by the provider, but there all the same
public record Offer(
        String name, String type, String driver, Map<String, Object> at, Amounts capacity, boolean builtIn) {
    public Offer {
        at = Plain.map(at);
    }
}
