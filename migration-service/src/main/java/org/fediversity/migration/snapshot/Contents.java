package org.fediversity.migration.snapshot;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The configuration blob: what the snapshot is of, and what must be found in it.
///
/// @param deployment         id of the deployment
/// @param revision           of the deployed configuration
/// @param resourceApi        version of the resource types, `v1`
/// @param modules            application to the version of its module; the importing side must run the same
/// @param configuration      `{"deployed": {application: options}, "staged": …}`, secrets as references
/// @param historyCheckpoint  signed note of the history at that moment; empty while there is none
/// @param createdAt          RFC 3339
/// @param states             in the order of export, which is the order of import
public record Contents(
        String deployment,
        int revision,
        String resourceApi,
        SortedMap<String, String> modules,
        Map<String, Object> configuration,
        String historyCheckpoint,
        String createdAt,
        List<State> states) {
    public Contents {
        deployment = orEmpty(deployment);
        resourceApi = orEmpty(resourceApi);
        modules = Collections.unmodifiableSortedMap(modules == null ? new TreeMap<>() : new TreeMap<>(modules));
        configuration = configuration == null ? Map.of() : Map.copyOf(configuration);
        historyCheckpoint = orEmpty(historyCheckpoint);
        createdAt = orEmpty(createdAt);
        states = states == null ? List.of() : List.copyOf(states);
    }

    Contents with(List<State> added) {
        return new Contents(
                deployment, revision, resourceApi, modules, configuration, historyCheckpoint, createdAt, added);
    }

    /// One component of the state.
    ///
    /// @param name      `<application>/<state>`, unique
    /// @param resource  id of the resource it was exported from
    /// @param kind      resource type
    /// @param format    how its stream is written, as its driver names it
    /// @param identity  whether the application's identity hangs on it
    /// @param sealed    whether it is encrypted to the recipient
    /// @param size      of its stream, in bytes; of the sealed one if it is sealed
    /// @param digest    of the same
    /// @param chunks    how many; 0 if sealed
    /// @param inventory what was counted, e.g. `rows`, `objects`, `bytes`
    /// @param content   driver's own digest of what was exported, in whatever order it came; empty if it has none
    public record State(
            String name,
            String resource,
            String kind,
            String format,
            boolean identity,
            boolean sealed,
            long size,
            String digest,
            long chunks,
            SortedMap<String, Long> inventory,
            String content) {
        public State {
            name = orEmpty(name);
            resource = orEmpty(resource);
            kind = orEmpty(kind);
            format = orEmpty(format);
            digest = orEmpty(digest);
            inventory =
                    Collections.unmodifiableSortedMap(inventory == null ? new TreeMap<>() : new TreeMap<>(inventory));
            content = orEmpty(content);
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
