package org.fediversity.gateway;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.fediversity.contracts.ConfigEvent.ConfigurationStaged;
import org.fediversity.contracts.DeploymentEvent.DeploymentCreated;
import org.fediversity.contracts.DeploymentEvent.DeploymentRequested;
import org.fediversity.contracts.DeploymentEvent.DeploymentSucceeded;
import org.fediversity.contracts.DeploymentEvent.RolloutStepStarted;
import org.fediversity.contracts.Event;
import org.fediversity.contracts.MigrationEvent.MigrationCompleted;
import org.fediversity.contracts.MigrationEvent.MigrationRequested;
import org.fediversity.contracts.MigrationEvent.TargetPrepared;
import org.fediversity.contracts.PinnedApplication;
import org.fediversity.contracts.ProvisioningEvent.EnvironmentDeclared;
import org.fediversity.contracts.Requirements;
import org.fediversity.testing.Topic;

/// Events of a deployment, as the services would publish them.
record Story(String deployment, String operator, String environment) {
    static Story of(String operator) {
        return new Story(operator + "-" + UUID.randomUUID(), operator, "env-" + UUID.randomUUID());
    }

    Event created() {
        return new DeploymentCreated(
                deployment,
                operator,
                "notes",
                environment,
                "monolithic",
                "example.localhost",
                List.of(new PinnedApplication("notes", "1.0.0", "notes")));
    }

    Event declared(String provider) {
        return new EnvironmentDeclared(environment, provider, 1, Map.of());
    }

    Event staged(int revision) {
        return new ConfigurationStaged(deployment, revision, Map.of(), Requirements.NONE);
    }

    Event requested(int rollout) {
        return new DeploymentRequested(
                deployment,
                operator,
                rollout,
                rollout,
                environment,
                "monolithic",
                "example.localhost",
                Requirements.NONE);
    }

    Event step(int rollout, String component) {
        return new RolloutStepStarted(deployment, rollout, "install", component);
    }

    Event succeeded(int rollout) {
        return new DeploymentSucceeded(deployment, rollout, rollout, environment, Map.of(), Map.of());
    }

    Event moving(String migration) {
        return new MigrationRequested(
                migration,
                deployment,
                operator,
                "example.localhost",
                environment,
                "monolithic",
                "beta",
                "monolithic",
                "cold",
                1,
                Requirements.NONE);
    }

    Event prepared(String migration) {
        return new TargetPrepared(migration, deployment, "beta", List.of());
    }

    Event moved(String migration) {
        return new MigrationCompleted(migration, deployment, 1200);
    }

    static void tell(Event... events) {
        for (Event event : events) {
            Topic.tell(event);
        }
    }
}
