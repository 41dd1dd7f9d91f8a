package org.fediversity.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fediversity.gateway.domain.Progress.Happening;
import org.fediversity.gateway.domain.Progress.Report;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Map<String, Object> REQUEST = Map.of(
            "rollout", 2,
            "revision", 5,
            "requirements", Map.of("applications", List.of(Map.of("name", "notes", "components", List.of(Map.of())))));

    private final List<Happening> story = new ArrayList<>();

    private ProgressTest then(String name, Map<String, Object> data) {
        story.add(new Happening(story.size(), "2026-01-31T12:00:00Z", name, data));
        return this;
    }

    private ProgressTest step(String step) {
        return then("RolloutStepStarted", Map.of("step", step, "component", "notes/web"))
                .then("RolloutStepCompleted", Map.of("step", step, "component", "notes/web", "detail", ""));
    }

    private List<Report> told() {
        Progress progress = new Progress();
        return story.stream().flatMap(event -> progress.on(event).stream()).toList();
    }

    @Test
    void a_rollout_comes_from_0_to_100_and_says_that_it_is_over() {
        then("DeploymentRequested", REQUEST)
                .step("provision")
                .step("install")
                .step("start")
                .step("verify")
                .then("DeploymentSucceeded", Map.of("revision", 5));
        List<Report> told = told();
        assertThat(told)
                .extracting(Report::percent)
                .isSorted()
                .startsWith(0)
                .contains(25, 50, 75)
                .endsWith(100);
        assertThat(told).extracting(Report::last).containsOnlyOnce(true).endsWith(true);
        assertThat(told).extracting(Report::text).contains("Installing notes/web", "Revision 5 runs");
        assertThat(told).extracting(Report::id).containsOnly("2");
    }

    @Test
    void a_failed_rollout_ends_where_it_was_and_says_why() {
        then("DeploymentRequested", REQUEST)
                .then("RolloutStepStarted", Map.of("step", "provision", "component", ""))
                .then("ProvisioningFailed", Map.of("reason", "no room"))
                .then("DeploymentFailed", Map.of("reason", "no room"));
        Report end = told().getLast();
        assertThat(end.last()).isTrue();
        assertThat(end.status()).isEqualTo("failed");
        assertThat(end.percent()).isLessThan(100);
        assertThat(end.text()).contains("no room");
    }

    @Test
    void a_migration_never_goes_back_and_ends_at_100() {
        then("MigrationRequested", Map.of("migration", "m", "sourceEnvironment", "alpha", "targetEnvironment", "beta"));
        for (String name : List.of(
                "ResourcesReserved",
                "ResourcesProvisioned",
                "TargetPrepared",
                "CutoverStarted",
                "FreezeStarted",
                "DeploymentFrozen",
                "StateExported",
                "StateImported",
                "TargetStartRequested",
                "TargetStarted",
                "TargetVerified",
                "CustodyTransferred",
                "MoveStarted",
                "DeploymentMoved",
                "TrafficSwitched",
                "MigrationCompleted")) {
            then(name, Map.of("environment", "beta"));
        }
        assertThat(told()).hasSize(17).extracting(Report::percent).isSorted().endsWith(100);
    }

    @Test
    void what_happens_before_a_beginning_and_what_is_unknown_says_nothing() {
        then("ResourcesProvisioned", Map.of())
                .then("DeploymentRequested", REQUEST)
                .then("SomethingOfTomorrow", Map.of());
        assertThat(told()).hasSize(1);
    }
}
