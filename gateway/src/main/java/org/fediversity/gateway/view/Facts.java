package org.fediversity.gateway.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.fediversity.runtime.CloudEvent;
import org.jdbi.v3.core.Handle;

/// What an event says about whom it concerns, read by the names that all contexts use for the same thing.
record Facts(
        Optional<String> deployment, Optional<String> migration, Optional<String> operator, List<String> environments) {
    private static final List<String> ENVIRONMENTS =
            List.of("environment", "sourceEnvironment", "targetEnvironment", "fromEnvironment");

    private static final String MIGRATION = "migration/";

    static Facts of(CloudEvent event, JsonNode data) {
        return new Facts(
                text(data, "deployment"),
                text(data, "migration").or(() -> text(data, "request").flatMap(Facts::migrationThatAsked)),
                text(data, "operator").or(() -> text(data, "owner")),
                ENVIRONMENTS.stream()
                        .flatMap(name -> text(data, name).stream())
                        .distinct()
                        .toList());
    }

    /// Keeps what later events do not repeat: whose a deployment is, where it lives, who declared an environment.
    void remember(CloudEvent event, JsonNode data, Handle db) {
        switch (event.type()) {
            case "org.fediversity.DeploymentCreated" -> {
                db.execute(
                        "insert into history_deployment (deployment, operator, environment) values (?, ?, ?)"
                                + " on conflict (deployment) do nothing",
                        deployment.orElse(""),
                        operator.orElse(""),
                        text(data, "environment").orElse(""));
                // What other contexts told of it came perhaps before.
                db.execute(
                        "update history set operator = ? where deployment = ? and operator is null",
                        operator.orElse(""),
                        deployment.orElse(""));
            }
            case "org.fediversity.DeploymentMoved" ->
                db.execute(
                        "update history_deployment set environment = ? where deployment = ?",
                        text(data, "environment").orElse(""),
                        deployment.orElse(""));
            case "org.fediversity.EnvironmentDeclared" ->
                db.execute(
                        "insert into history_environment (environment, provider) values (?, ?)"
                                + " on conflict (environment) do update set provider = excluded.provider",
                        text(data, "environment").orElse(""),
                        text(data, "provider").orElse(""));
            default -> {} // an open list: events of builds to come concern nobody in particular
        }
    }

    private static Optional<String> migrationThatAsked(String request) {
        return request.startsWith(MIGRATION) ? Optional.of(request.substring(MIGRATION.length())) : Optional.empty();
    }

    private static Optional<String> text(JsonNode data, String field) {
        return Stream.of(data.path(field))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .filter(text -> !text.isEmpty())
                .findFirst();
    }
}
