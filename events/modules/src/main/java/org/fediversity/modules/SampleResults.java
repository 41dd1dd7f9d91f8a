package org.fediversity.modules;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.fediversity.contracts.Requirements.RequiredResource;

/// What a resource might give, made up from the result schema of its type: fields of the right kind that tell where
/// they are from. Secrets are named, not made.
final class SampleResults {
    private static final Map<String, Integer> PORTS = Map.of("postgresql", 5432, "redis", 6379, "smtp", 587);

    private SampleResults() {}

    /// @param place part of host names, so that two places can be told apart
    static Map<String, Object> of(RequiredResource resource, String domain, String place) {
        Map<String, Object> result = new LinkedHashMap<>();
        ResourceTypes.existing(resource.type())
                .result()
                .path("properties")
                .properties()
                .forEach(field -> {
                    String name = field.getKey();
                    if (field.getValue().path("type").asText().equals("integer")) {
                        result.put(name, PORTS.getOrDefault(resource.type(), 1));
                    } else if (field.getValue().path("writeOnly").asBoolean(false)) {
                        result.put(name, "‹" + resource.name() + "." + name + "›");
                    } else {
                        result.put(name, text(resource, name, domain, place));
                    }
                });
        if (resource.type().equals("secret")) {
            boolean random = "random".equals(resource.request().get("kind"));
            result.keySet().retainAll(random ? Set.of("value") : Set.of("privateKey", "publicKey"));
        }
        if (resource.type().equals("bucket")
                && !Boolean.TRUE.equals(resource.request().get("publicRead"))) {
            result.remove("publicUrl");
        }
        return result;
    }

    private static String text(RequiredResource resource, String field, String domain, String place) {
        String host = resource.name() + "." + place + ".example.net";
        String fqdn = String.valueOf(resource.request().get("label")).isEmpty()
                ? domain
                : resource.request().get("label") + "." + domain;
        return switch (field) {
            case "fqdn" -> fqdn;
            case "url" -> "https://" + fqdn;
            case "host" -> host;
            case "endpoint", "publicUrl" -> "https://" + host;
            case "region" -> "garage";
            case "path" -> "/var/lib/fediversity/" + place + "/" + resource.name();
            default -> resource.name() + "-" + field;
        };
    }
}
