package org.fediversity.deployment.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A rollout with its steps.
///
/// @param status `queued`, `provisioning`, `deploying`, `verifying`, `succeeded`, `failed` or `cancelled`
public record RolloutRow(
        int number,
        int revision,
        String environment,
        String status,
        boolean cancelling,
        String failure,
        Instant startedAt,
        Optional<Instant> endedAt,
        List<StepRow> steps) {

    /// @param status `pending`, `running`, `succeeded`, `failed`, `cancelled` or `skipped`
    public record StepRow(
            String name,
            String component,
            String status,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt,
            String detail) {}
}
