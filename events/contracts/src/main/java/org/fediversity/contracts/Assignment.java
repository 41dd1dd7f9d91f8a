package org.fediversity.contracts;

import java.util.Map;

/// Which offer of an environment serves a required resource, and how.
///
/// @param resource id of the required resource
/// @param offer    name of the available resource in the environment
/// @param request  what was asked for
/// @param with     what the policy adds, e.g. a connection limit
public record Assignment(
        String resource,
        String application,
        String name,
        String type,
        String offer,
        String driver,
        Map<String, Object> request,
        Map<String, Object> with) {
    public Assignment {
        request = Plain.map(request);
        with = Plain.map(with);
    }
}
