package org.fediversity.config.domain;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is published of an application.
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
public sealed interface Application {
    record Unpublished() implements Application {}

    /// @param digests   version to the digest of its module
    /// @param standings of those versions that are not [Standing#CURRENT]
    /// @param reasons   why they are not
    record Published(Map<String, String> digests, Map<String, Standing> standings, Map<String, String> reasons)
            implements Application {
        public Published {
            digests = Map.copyOf(digests);
            standings = standings == null ? Map.of() : Map.copyOf(standings); // older snapshots know none
            reasons = reasons == null ? Map.of() : Map.copyOf(reasons);
        }

        Standing standing(String version) {
            return standings.getOrDefault(version, Standing.CURRENT);
        }

        Published and(String version, String digest) {
            Map<String, String> more = new LinkedHashMap<>(digests);
            more.put(version, digest);
            return new Published(more, standings, reasons);
        }

        Published judged(String version, Standing standing, String reason) {
            Map<String, Standing> standings = new LinkedHashMap<>(this.standings);
            standings.put(version, standing);
            Map<String, String> reasons = new LinkedHashMap<>(this.reasons);
            reasons.put(version, reason);
            return new Published(digests, standings, reasons);
        }
    }
}
