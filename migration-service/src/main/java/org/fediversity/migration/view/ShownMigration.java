package org.fediversity.migration.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A migration as people see it.
///
/// @param status          preparing, cutting-over, verifying, completed or aborted
/// @param rounds          how often state was transferred
/// @param bytes           size of the snapshot
/// @param inventory       what moved, per component of the state
/// @param pointOfNoReturn whether custody has changed, so that it can only go on
/// @param failure         why it was given up
/// @param confirmed       whether the source was released
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ShownMigration(
        String id,
        String deployment,
        Place source,
        Place target,
        String strategy,
        int revision,
        String status,
        int rounds,
        long bytes,
        Map<String, Object> inventory,
        Downtime downtime,
        boolean pointOfNoReturn,
        List<Step> steps,
        Optional<String> failure,
        boolean confirmed,
        Optional<String> snapshot,
        String requestedAt,
        Optional<String> endedAt) {
    /// Where a deployment runs.
    public record Place(String environment, String topology) {}

    /// How long nobody serves.
    ///
    /// @param expectedSeconds from earlier moves of the same deployment; absent if there was none
    /// @param actualSeconds   so far, or in all
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Downtime(Optional<Double> expectedSeconds, Optional<Double> actualSeconds) {}

    /// One step.
    ///
    /// @param name   prepare, freeze, export, import, start, verify or switch
    /// @param status running, succeeded or failed
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Step(String name, String status, String startedAt, Optional<String> endedAt, String detail) {}
}
