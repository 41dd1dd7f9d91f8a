package org.fediversity.deployment.api;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fediversity.deployment.api.Documents.ComponentHealth;
import org.fediversity.deployment.api.Documents.Deployed;
import org.fediversity.deployment.api.Documents.DeploymentDocument;
import org.fediversity.deployment.api.Documents.Health;
import org.fediversity.deployment.api.Documents.RolloutDocument;
import org.fediversity.deployment.api.Documents.RolloutSummary;
import org.fediversity.deployment.api.Documents.Staged;
import org.fediversity.deployment.api.Documents.StepDocument;
import org.fediversity.deployment.api.Documents.Url;
import org.fediversity.deployment.domain.Configurations;
import org.fediversity.deployment.domain.Observation.Condition;
import org.fediversity.deployment.domain.PlanDigest;
import org.fediversity.deployment.view.ConditionRow;
import org.fediversity.deployment.view.CurrentRollout;
import org.fediversity.deployment.view.DeploymentQueries;
import org.fediversity.deployment.view.DeploymentRow;
import org.fediversity.deployment.view.RolloutRow;
import org.fediversity.runtime.Json;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.Tags;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Makes documents of rows, with what config-service knows and how the components are.
@ApplicationScoped
class Presentation {
    private static final Logger LOG = Logger.getLogger(Presentation.class);
    private final DeploymentQueries queries;
    private final Configurations configurations;

    Presentation(DeploymentQueries queries, Configurations configurations) {
        this.queries = queries;
        this.configurations = configurations;
    }

    DeploymentDocument of(DeploymentRow row) {
        return of(List.of(row)).getFirst();
    }

    List<DeploymentDocument> of(List<DeploymentRow> rows) {
        List<String> ids = rows.stream().map(DeploymentRow::id).toList();
        Map<String, Configurations.Staged> staged = staged(ids);
        Map<String, List<ConditionRow>> conditions = queries.conditions(ids);
        Map<String, CurrentRollout> rollouts = queries.currentRollouts(rows);
        return rows.stream()
                .map(row -> document(
                        row,
                        Optional.ofNullable(staged.get(row.id())),
                        Optional.ofNullable(rollouts.get(row.id())),
                        health(row, conditions.getOrDefault(row.id(), List.of()))))
                .toList();
    }

    /// How the components were is not on record.
    DeploymentDocument ofThePast(DeploymentRow row, Optional<Configurations.Staged> staged) {
        Optional<CurrentRollout> rollout =
                Optional.ofNullable(queries.currentRollouts(List.of(row)).get(row.id()));
        return document(row, staged, rollout, new Health("unknown", List.of()));
    }

    /// Refuses with 412 who speaks of another state than the current one.
    void honour(@Nullable String ifMatch, DeploymentRow row) {
        if (ifMatch != null) {
            Tags.honour(ifMatch, tag(row));
        }
    }

    /// Entity tag: changes with everything but how the components are, which changes by itself.
    String tag(DeploymentRow row) {
        byte[] shown = Json.write(List.of(
                        row,
                        queries.currentRollouts(List.of(row)).values(),
                        staged(List.of(row.id())).values()))
                .getBytes(StandardCharsets.UTF_8);
        return Tags.of(HexFormat.of().formatHex(PlanDigest.sha256(shown), 0, 16));
    }

    /// A page can be read while config-service is away.
    private Map<String, Configurations.Staged> staged(List<String> ids) {
        try {
            return configurations.staged(ids);
        } catch (RefusedException e) {
            LOG.warnf("what is staged is not shown: %s", e.getMessage());
            return Map.of();
        }
    }

    private static DeploymentDocument document(
            DeploymentRow row,
            Optional<Configurations.Staged> staged,
            Optional<CurrentRollout> rollout,
            Health health) {
        boolean degraded = row.status().equals("running") && health.status().equals("degraded");
        return new DeploymentDocument(
                row.id(),
                row.name(),
                row.environment(),
                row.topology(),
                row.domain(),
                degraded ? "degraded" : row.status(),
                row.applications(),
                staged.map(known -> new Staged(known.revision(), known.etag())).orElse(null),
                row.revision() == 0 ? null : new Deployed(row.revision(), row.versions()),
                rollout.map(known -> new RolloutSummary(known.number(), known.revision(), known.status()))
                        .orElse(null),
                row.urls().entrySet().stream()
                        .map(url -> new Url(url.getKey(), url.getValue()))
                        .toList(),
                health,
                row.createdAt());
    }

    private static Health health(DeploymentRow row, List<ConditionRow> conditions) {
        if (row.revision() == 0
                || row.status().equals("retired")
                || row.status().equals("retiring")) {
            return new Health("none", List.of());
        }
        Map<String, ConditionRow> seen =
                conditions.stream().collect(Collectors.toMap(ConditionRow::component, Function.identity()));
        List<ComponentHealth> components = new ArrayList<>();
        boolean up = true;
        for (String name : row.components()) {
            ConditionRow condition = seen.get(name);
            up &= condition != null && condition.condition() == Condition.RUNNING;
            components.add(
                    condition == null
                            ? new ComponentHealth(name, "missing", 0, "nobody has seen it", null)
                            : new ComponentHealth(
                                    name,
                                    condition.condition().name().toLowerCase(Locale.ROOT),
                                    condition.restarts(),
                                    condition.detail(),
                                    condition.since()));
        }
        return new Health(up ? "up" : "degraded", components);
    }

    /// What differs from what was deployed.
    List<String> differences(DeploymentRow row) {
        return health(row, queries.conditions(List.of(row.id())).getOrDefault(row.id(), List.of()))
                .components()
                .stream()
                .filter(component -> !component.status().equals("running"))
                .map(component -> component.component() + " is " + component.status())
                .toList();
    }

    static RolloutDocument of(RolloutRow row) {
        return new RolloutDocument(
                row.number(),
                row.revision(),
                row.status(),
                row.cancelling(),
                row.startedAt(),
                row.endedAt().orElse(null),
                row.steps().stream()
                        .map(step -> new StepDocument(
                                step.name(),
                                step.component(),
                                step.status(),
                                step.startedAt().orElse(null),
                                step.endedAt().orElse(null),
                                step.detail()))
                        .toList(),
                row.failure().isEmpty() ? null : row.failure());
    }
}
