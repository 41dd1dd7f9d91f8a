package org.fediversity.deployment.domain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fediversity.contracts.Requirements;
import org.fediversity.contracts.ResourceResult;

/// A rollout under way.
///
/// @param ahead      steps that are not done; the first one is being carried out
/// @param cancelling whether somebody wants it to stop
/// @param versions   application to the version it reported
public record Rollout(
        int number,
        int revision,
        String environment,
        String topology,
        Requirements requirements,
        List<ResourceResult> results,
        List<Step> ahead,
        boolean cancelling,
        Map<String, String> versions) {
    public Rollout {
        results = List.copyOf(results);
        ahead = List.copyOf(ahead);
        versions = Map.copyOf(versions);
    }

    /// What it would make.
    public Release release() {
        return new Release(Release.ofRollout(number), number, revision, environment, topology, requirements, results);
    }

    /// Whether this very step is being carried out.
    public boolean isAt(String step, String component) {
        return !ahead.isEmpty() && ahead.getFirst().equals(new Step(step, component));
    }

    Rollout received(List<ResourceResult> all) {
        return new Rollout(number, revision, environment, topology, requirements, all, ahead, cancelling, versions);
    }

    Rollout done(String step, String component, String version) {
        Map<String, String> known = new LinkedHashMap<>(versions);
        if (!version.isEmpty()) {
            known.put(component.substring(0, Math.max(component.indexOf('/'), 0)), version);
        }
        List<Step> left = isAt(step, component) ? ahead.subList(1, ahead.size()) : ahead;
        return new Rollout(number, revision, environment, topology, requirements, results, left, cancelling, known);
    }

    Rollout cancelled() {
        return new Rollout(number, revision, environment, topology, requirements, results, ahead, true, versions);
    }
}
