package org.fediversity.provisioning.driver;

import java.util.Map;
import java.util.Optional;

/// Where an offer is served: its `at`, with secrets opened.
public record Endpoint(Map<String, Object> at, Map<String, Secret> secrets) {
    public Endpoint {
        at = Map.copyOf(at);
        secrets = Map.copyOf(secrets);
    }

    public Optional<String> text(String field) {
        return Optional.ofNullable(at.get(field)).map(String::valueOf);
    }

    public int number(String field, int otherwise) {
        return at.get(field) instanceof Number number ? number.intValue() : otherwise;
    }

    public Optional<Secret> secret(String field) {
        return Optional.ofNullable(secrets.get(field));
    }
}
