package org.fediversity.config.domain;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.LinkedHashMap;
import java.util.Map;

/// The configuration of a deployment.
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
public sealed interface Configuration {
    record Unstaged() implements Configuration {}

    /// @param revision what should run
    /// @param digests  every revision so far to the digest of its content; numbers are given once
    /// @param running  what runs; 0 for nothing yet
    record Staged(int revision, Map<Integer, String> digests, int running) implements Configuration {
        public Staged {
            digests = Map.copyOf(digests);
        }

        int next() {
            return digests.keySet().stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
        }

        Staged stage(int number, String digest) {
            Map<Integer, String> more = new LinkedHashMap<>(digests);
            more.put(number, digest);
            return new Staged(number, more, running);
        }

        Staged backTo(int number) {
            return new Staged(number, digests, running);
        }

        Staged runs(int number) {
            return new Staged(revision, digests, number);
        }
    }
}
