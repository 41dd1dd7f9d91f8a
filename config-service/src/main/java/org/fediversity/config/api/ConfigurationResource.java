package org.fediversity.config.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.fediversity.config.domain.ConfigRefusal;
import org.fediversity.config.domain.ConfigurationCommand;
import org.fediversity.config.domain.ConfigurationCommand.DiscardStaged;
import org.fediversity.config.domain.Deployments.Deployment;
import org.fediversity.config.domain.Difference;
import org.fediversity.config.domain.MergePatch;
import org.fediversity.config.view.Configurations;
import org.fediversity.expressions.Document;
import org.fediversity.runtime.Commands;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.Json;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.At;
import org.fediversity.runtime.web.GeneralRefusal;
import org.fediversity.runtime.web.Page;
import org.fediversity.runtime.web.Tags;
import org.jspecify.annotations.Nullable;

/// The configuration of a deployment: staged, deployed, and everything before.
@Path("/api/v1/deployments/{id}/configuration")
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Configuration", description = "What should run, what runs, and the difference")
public class ConfigurationResource {
    static final String MERGE_PATCH = "application/merge-patch+json";
    static final String JSON_PATCH = "application/json-patch+json";

    private final OwnDeployments deployments;
    private final Configurations configurations;
    private final Staging staging;
    private final ConfigurationDocument documents;
    private final Commands commands;

    ConfigurationResource(
            OwnDeployments deployments,
            Configurations configurations,
            Staging staging,
            ConfigurationDocument documents,
            Commands commands) {
        this.deployments = deployments;
        this.configurations = configurations;
        this.staging = staging;
        this.documents = documents;
        this.commands = commands;
    }

    @GET
    @Path("/schema")
    @RolesAllowed({"operator", "provider", "auditor"})
    @Produces({ApplicationsResource.SCHEMA_JSON, MediaType.APPLICATION_JSON})
    @Operation(operationId = "getConfigurationSchema", summary = "One schema for all applications of the deployment")
    public Response schema(
            @PathParam("id") String id, @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        Deployment deployment = visible(id);
        JsonNode schema = FormSchema.ofAll(staging.pinned(deployment, staging.current(id)).stream()
                .map(staging::module)
                .toList());
        return Kept.of(schema, Kept.ASK_AGAIN, ifNoneMatch);
    }

    @GET
    @RolesAllowed({"operator", "provider", "auditor"})
    @Operation(operationId = "getConfiguration", summary = "What is staged and what is deployed")
    @APIResponse(
            responseCode = "200",
            description = "Both",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = JsonNode.class)))
    public Response get(
            @PathParam("id") String id,
            @QueryParam("at") @Nullable String at,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        Deployment deployment = visible(id);
        Configurations.Now now = at == null ? configurations.now(id) : asItWas(deployment, At.time(at));
        return Kept.of(documents.of(deployment, now), tag(now), Kept.ASK_AGAIN, ifNoneMatch);
    }

    private Configurations.Now asItWas(Deployment deployment, Instant time) {
        if (time.isBefore(deployment.createdAt())) {
            throw new RefusedException(
                    GeneralRefusal.NOT_FOUND, "There was no deployment " + deployment.id() + " at that time.");
        }
        return configurations.at(deployment.id(), time);
    }

    @POST
    @Consumes({MediaType.APPLICATION_JSON, Bodies.YAML})
    @Operation(operationId = "stageConfiguration", summary = "Stage a configuration as a whole")
    @APIResponse(
            responseCode = "201",
            description = "Staged",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Staged.class)))
    @APIResponse(
            responseCode = "200",
            description = "Nothing changed by it",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Staged.class)))
    public Response stage(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String type,
            byte @Nullable [] body) {
        Deployment deployment = deployments.own(id);
        Tags.honour(staged(ifMatch), Tags.of(configurations.now(id).staged()));
        Document document = Bodies.read(type, body, ConfigRefusal.CONFIGURATION_INVALID);
        return located(
                document,
                type,
                () -> answer(id, staging.stage(deployment, document.root(), expected(staged(ifMatch)))));
    }

    @PATCH
    @Consumes({MERGE_PATCH, MediaType.APPLICATION_JSON, Bodies.YAML})
    @Operation(operationId = "patchConfiguration", summary = "Change what is staged by a merge patch (RFC 7396)")
    @APIResponse(
            responseCode = "201",
            description = "Staged",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Staged.class)))
    @APIResponse(
            responseCode = "200",
            description = "Nothing changed by it",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Staged.class)))
    public Response patch(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String type,
            byte @Nullable [] body) {
        Deployment deployment = deployments.own(id);
        Tags.require(staged(ifMatch), Tags.of(configurations.now(id).staged()));
        Document document = Bodies.read(type, body, ConfigRefusal.CONFIGURATION_INVALID);
        ObjectNode staged = Json.MAPPER.createObjectNode();
        staged.set("applications", SecretOptions.shown(staging.current(id).applications()));
        JsonNode wanted = MergePatch.apply(staged, document.root());
        return located(document, type, () -> answer(id, staging.stage(deployment, wanted, expected(staged(ifMatch)))));
    }

    @DELETE
    @Operation(operationId = "discardConfiguration", summary = "Give up what is staged: back to what is deployed")
    @APIResponse(
            responseCode = "200",
            description = "What is staged now",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Staged.class)))
    public Response discard(@PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        deployments.own(id);
        Tags.require(staged(ifMatch), Tags.of(configurations.now(id).staged()));
        commands.ask(new DiscardStaged(id, expected(staged(ifMatch))));
        int staged = configurations.now(id).staged();
        return Response.ok(new Staged(staged))
                .header(HttpHeaders.ETAG, Tags.of(staged))
                .build();
    }

    /// The revision that is staged now.
    public record Staged(int revision) {}

    private static Response answer(String id, Staging.Outcome outcome) {
        return Response.status(outcome.changed() ? 201 : 200)
                .location(URI.create("/api/v1/deployments/" + id + "/configuration/revisions/" + outcome.revision()))
                .header(HttpHeaders.ETAG, Tags.of(outcome.revision()))
                .entity(new Staged(outcome.revision()))
                .build();
    }

    @GET
    @Path("/revisions")
    @RolesAllowed({"operator", "provider", "auditor"})
    @Operation(operationId = "listRevisions", summary = "Revisions, newest first: who and when")
    public Page<ConfigurationDocument.RevisionEntry> revisions(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        visible(id);
        int most = Page.limit(limit);
        String after = Page.after(cursor);
        if (!after.isEmpty() && !after.matches("[1-9]\\d{0,8}")) {
            throw Page.malformed("cursor", "is none that was given out");
        }
        int below = after.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(after);
        Configurations.Now now = configurations.now(id);
        return Page.of(
                configurations.revisions(id, below, most + 1),
                most,
                entry -> String.valueOf(entry.revision()),
                entry -> ConfigurationDocument.RevisionEntry.of(entry, now));
    }

    @GET
    @Path("/revisions/{revision}")
    @RolesAllowed({"operator", "provider", "auditor"})
    @Operation(operationId = "getRevision", summary = "One revision: who, when, what, and what it needs")
    public JsonNode revision(@PathParam("id") String id, @PathParam("revision") String revision) {
        visible(id);
        return documents.of(existing(id, number(revision)), configurations.now(id));
    }

    @GET
    @Path("/diff")
    @RolesAllowed({"operator", "provider", "auditor"})
    @Produces({MediaType.APPLICATION_JSON, JSON_PATCH})
    @Operation(
            operationId = "diffConfiguration",
            summary = "What leads from one revision to another, options and versions, as JSON Patch (RFC 6902)")
    public JsonNode diff(
            @PathParam("id") String id,
            @QueryParam("from") @DefaultValue("deployed") String from,
            @QueryParam("to") @DefaultValue("staged") String to) {
        visible(id);
        Configurations.Now now = configurations.now(id);
        return Difference.between(content(id, from, now), content(id, to, now));
    }

    private JsonNode content(String id, String which, Configurations.Now now) {
        int number =
                switch (which) {
                    case "staged" -> now.staged();
                    case "deployed" -> now.deployed();
                    default -> number(which);
                };
        ObjectNode content = Json.MAPPER.createObjectNode();
        ObjectNode versions = Json.MAPPER.createObjectNode();
        if (number == 0) {
            content.putObject("applications");
        } else {
            Configurations.Revision revision = existing(id, number);
            content.set("applications", SecretOptions.shown(revision.applications()));
            revision.requirements().applications().forEach(plan -> versions.put(plan.name(), plan.version()));
        }
        content.set("versions", versions);
        return content;
    }

    private Configurations.Revision existing(String id, int revision) {
        return configurations
                .revision(id, revision)
                .orElseThrow(
                        () -> new RefusedException(GeneralRefusal.NOT_FOUND, "There is no revision " + revision + "."));
    }

    private Deployment visible(String id) {
        return deployments.visible(id);
    }

    /// What is shown depends on what is deployed, too; what is changed, on what is staged only.
    private static String tag(Configurations.Now now) {
        return now.deployed() == 0 ? Tags.of(now.staged()) : Tags.of(now.staged() + "-" + now.deployed());
    }

    /// The tag of the staged revision, also where that of the whole document was sent.
    private static @Nullable String staged(@Nullable String ifMatch) {
        return ifMatch == null ? null : ifMatch.replaceAll("\"(\\d{1,9})-\\d{1,9}\"", "\"$1\"");
    }

    /// The revision that the author saw staged; the decider compares once more, when nobody can come between.
    private static int expected(@Nullable String ifMatch) {
        return ifMatch != null && ifMatch.strip().matches("\"\\d{1,9}\"")
                ? Integer.parseInt(ifMatch.strip().replace("\"", ""))
                : ConfigurationCommand.ANY;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new RefusedException(GeneralRefusal.MALFORMED, "A revision is a number, 'staged' or 'deployed'.");
        }
    }

    private interface Work {
        Response done();
    }

    /// Adds the lines of a YAML document to what is wrong with it.
    private static Response located(Document document, @Nullable String type, Work work) {
        try {
            return work.done();
        } catch (RefusedException e) {
            Decision.Refused refused = e.refused();
            List<org.fediversity.runtime.Fault> faults = Bodies.located(refused.faults(), document, type);
            throw new RefusedException(new Decision.Refused(refused.why(), refused.detail(), faults));
        }
    }
}
