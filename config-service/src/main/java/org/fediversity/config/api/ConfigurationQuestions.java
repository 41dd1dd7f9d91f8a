package org.fediversity.config.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fediversity.config.domain.Deployments;
import org.fediversity.config.view.Applications;
import org.fediversity.config.view.Configurations;
import org.fediversity.contracts.PinnedApplication;
import org.fediversity.contracts.Requirements;
import org.fediversity.expressions.SemVer;
import org.fediversity.modules.Module;
import org.fediversity.modules.Module.Upgrade;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.vault.Vault;
import org.fediversity.runtime.web.At;
import org.fediversity.runtime.web.GeneralRefusal;
import org.fediversity.runtime.web.Tags;
import org.jspecify.annotations.Nullable;

/// What other services ask about applications and configurations.
@Path("/internal")
@RolesAllowed("service")
@Produces(MediaType.APPLICATION_JSON)
public class ConfigurationQuestions {
    private static final String CONTEXT = "config";

    private final Applications applications;
    private final Configurations configurations;
    private final Deployments deployments;
    private final Staging staging;
    private final Vault vault;

    ConfigurationQuestions(
            Applications applications,
            Configurations configurations,
            Deployments deployments,
            Staging staging,
            Vault vault) {
        this.applications = applications;
        this.configurations = configurations;
        this.deployments = deployments;
        this.staging = staging;
        this.vault = vault;
    }

    /// One version of an application.
    public record ApplicationAnswer(String name, String version, String title, List<String> backends) {}

    @GET
    @Path("/applications/{name}")
    public ApplicationAnswer application(
            @PathParam("name") String name, @QueryParam("version") @DefaultValue("") String version) {
        String wanted = version.isEmpty()
                ? applications.newest(name).map(Applications.Version::version).orElseThrow(() -> none(name))
                : version;
        applications
                .version(name, wanted)
                .filter(Applications.Version::withdrawn)
                .ifPresent(gone -> {
                    throw new RefusedException(
                            GeneralRefusal.NOT_FOUND, name + " " + wanted + " was withdrawn: " + gone.reason());
                });
        Module module = applications.module(name, wanted).orElseThrow(() -> none(name + " " + wanted));
        return new ApplicationAnswer(module.name(), module.version(), module.title(), module.backends());
    }

    private static RefusedException none(String what) {
        return new RefusedException(GeneralRefusal.NOT_FOUND, "There is no application " + what + ".");
    }

    /// What is staged for a deployment.
    public record StagedAnswer(int revision, String etag) {}

    @GET
    @Path("/staged")
    public Map<String, StagedAnswer> staged(
            @QueryParam("deployments") @DefaultValue("") String ids, @QueryParam("at") @Nullable String at) {
        List<String> wanted =
                Arrays.stream(ids.split(",")).filter(id -> !id.isBlank()).toList();
        Map<String, StagedAnswer> answer = new LinkedHashMap<>();
        configurations
                .staged(wanted, Optional.ofNullable(at).map(At::time))
                .forEach((id, revision) -> answer.put(id, new StagedAnswer(revision, Tags.of(revision))));
        return answer;
    }

    /// A revision and what it needs.
    ///
    /// @param withdrawn why it is not to be deployed all the same: versions of it that were withdrawn and do
    ///                  not run
    /// @param upgrades  application to the step that leads to it from the version that is installed
    public record RequirementsAnswer(
            int revision, Requirements requirements, List<String> withdrawn, Map<String, Upgrade> upgrades) {}

    @GET
    @Path("/deployments/{id}/requirements")
    public RequirementsAnswer requirements(
            @PathParam("id") String id,
            @QueryParam("revision") @Nullable Integer revision,
            @QueryParam("topology") @DefaultValue("") String topology) {
        int number = revision == null ? configurations.now(id).staged() : revision;
        Configurations.Revision staged = configurations
                .revision(id, number)
                .orElseThrow(() ->
                        new RefusedException(GeneralRefusal.NOT_FOUND, "Deployment " + id + " has nothing staged."));
        Deployments.Deployment deployment = deployments
                .named(id)
                .orElseThrow(
                        () -> new RefusedException(GeneralRefusal.NOT_FOUND, "There is no deployment " + id + "."));
        List<PinnedApplication> pins = staged.requirements().applications().stream()
                .map(plan -> new PinnedApplication(plan.name(), plan.version(), plan.label()))
                .toList();
        return new RequirementsAnswer(
                number,
                staging.requirements(
                        deployment, topology.isEmpty() ? deployment.topology() : topology, pins, staged.applications()),
                pins.stream()
                        .flatMap(pin ->
                                staging.withdrawn(deployment, pin).stream().map(why -> pin.name() + " " + why))
                        .toList(),
                upgrades(deployment, pins));
    }

    private Map<String, Upgrade> upgrades(Deployments.Deployment deployment, List<PinnedApplication> pins) {
        Map<String, Upgrade> upgrades = new LinkedHashMap<>();
        pins.forEach(pin -> SemVer.parse(staging.installed(deployment, pin))
                .flatMap(installed -> staging.module(pin).upgradeFrom(installed))
                .ifPresent(step -> upgrades.put(pin.name(), step)));
        return upgrades;
    }

    /// An opened secret.
    ///
    /// @param value base64
    public record SecretAnswer(String value) {
        @Override
        public String toString() {
            return "SecretAnswer[…]";
        }
    }

    @GET
    @Path("/secrets/{context}/{id}")
    public SecretAnswer secret(@PathParam("context") String context, @PathParam("id") String id) {
        return vault.get(context + "/" + id)
                .filter(value -> context.equals(CONTEXT))
                .map(value -> new SecretAnswer(Base64.getEncoder().encodeToString(value)))
                .orElseThrow(() -> new RefusedException(GeneralRefusal.NOT_FOUND, "There is no such secret."));
    }
}
