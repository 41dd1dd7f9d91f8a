package org.fediversity.deployment.view;

import java.time.Instant;
import org.fediversity.deployment.domain.Observation.Condition;

/// How a component of the serving release was seen last.
///
/// @param component `<application>/<component>`
public record ConditionRow(
        String deployment, String component, Condition condition, int restarts, String detail, Instant since) {}
