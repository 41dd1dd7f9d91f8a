package org.fediversity.config.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.fediversity.config.domain.Deployments.Deployment;
import org.fediversity.config.view.Applications;
import org.fediversity.config.view.Configurations;
import org.fediversity.contracts.Requirements.ApplicationPlan;
import org.fediversity.runtime.Json;
import org.fediversity.runtime.web.Tags;

/// How configurations are shown: secrets as `{set, fingerprint}`, defaults beside what was set.
@ApplicationScoped
class ConfigurationDocument {
    private final Applications applications;
    private final Staging staging;

    ConfigurationDocument(Applications applications, Staging staging) {
        this.applications = applications;
        this.staging = staging;
    }

    /// A revision in a list.
    public record RevisionEntry(int revision, String actor, Instant at, boolean staged, boolean deployed) {
        static RevisionEntry of(Configurations.Entry entry, Configurations.Now now) {
            return new RevisionEntry(
                    entry.revision(),
                    entry.stagedBy(),
                    entry.stagedAt(),
                    entry.revision() == now.staged(),
                    entry.revision() == now.deployed());
        }
    }

    JsonNode of(Deployment deployment, Configurations.Now now) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        document.put("deployment", deployment.id());
        ObjectNode staged = content(staging.revision(deployment.id(), now.staged()));
        staged.put("etag", Tags.of(now.staged()));
        document.set("staged", staged);
        if (now.deployed() == 0) {
            document.putNull("deployed");
        } else {
            document.set("deployed", content(staging.revision(deployment.id(), now.deployed())));
        }
        document.put("differs", now.staged() != now.deployed());
        return document;
    }

    JsonNode of(Configurations.Revision revision, Configurations.Now now) {
        ObjectNode document = content(revision);
        document.put("actor", revision.stagedBy());
        document.put("at", revision.stagedAt().toString());
        document.put("staged", revision.revision() == now.staged());
        document.put("deployed", revision.revision() == now.deployed());
        document.set(
                "resources", Json.MAPPER.valueToTree(revision.requirements().resources()));
        return document;
    }

    private ObjectNode content(Configurations.Revision revision) {
        ObjectNode content = Json.MAPPER.createObjectNode();
        content.put("revision", revision.revision());
        content.set("applications", SecretOptions.shown(revision.applications()));
        ObjectNode defaults = content.putObject("defaults");
        ObjectNode versions = content.putObject("versions");
        for (ApplicationPlan plan : revision.requirements().applications()) {
            versions.put(plan.name(), plan.version());
            applications
                    .module(plan.name(), plan.version())
                    .ifPresent(module -> defaults.set(
                            plan.name(),
                            added(
                                    module.options()
                                            .withDefaults(
                                                    revision.applications().path(plan.name())),
                                    revision.applications().path(plan.name()))));
        }
        return content;
    }

    /// What is in the complete options only.
    private static JsonNode added(JsonNode complete, JsonNode given) {
        ObjectNode added = Json.MAPPER.createObjectNode();
        complete.properties().forEach(field -> {
            JsonNode set = given.get(field.getKey());
            if (set == null) {
                added.set(field.getKey(), field.getValue());
            } else if (set.isObject() && field.getValue().isObject()) {
                JsonNode below = added(field.getValue(), set);
                if (!below.isEmpty()) {
                    added.set(field.getKey(), below);
                }
            }
        });
        return added;
    }
}
