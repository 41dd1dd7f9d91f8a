package org.fediversity.config.domain;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is published of an application.
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
public sealed interface Application {
    record Unpublished() implements Application {}

    /// @param digests version to the digest of its module
    record Published(Map<String, String> digests) implements Application {
        public Published {
            digests = Map.copyOf(digests);
        }

        Published and(String version, String digest) {
            Map<String, String> more = new LinkedHashMap<>(digests);
            more.put(version, digest);
            return new Published(more);
        }
    }
}
