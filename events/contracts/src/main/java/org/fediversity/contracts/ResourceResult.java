package org.fediversity.contracts;

import java.util.Map;

/// What a consumer got for a required resource.
///
/// @param id      id of the required resource
/// @param values  result fields that anybody may read
/// @param secrets result field to the reference under which the vault keeps its value: `provisioning/<uuid>`. A field
///                that merely contains a secret, such as a URL with a password, is one too
public record ResourceResult(
        String id,
        String application,
        String name,
        String type,
        String driver,
        Map<String, Object> values,
        Map<String, String> secrets) {
    public ResourceResult {
        values = Plain.map(values);
        secrets = Plain.map(secrets);
    }
}
