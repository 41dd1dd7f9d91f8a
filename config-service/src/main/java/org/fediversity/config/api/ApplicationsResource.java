package org.fediversity.config.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.fediversity.config.domain.ApplicationCommand.JudgeVersion;
import org.fediversity.config.domain.ApplicationCommand.PublishApplication;
import org.fediversity.config.domain.ConfigRefusal;
import org.fediversity.config.domain.Digest;
import org.fediversity.config.domain.Standing;
import org.fediversity.config.view.Applications;
import org.fediversity.expressions.Document;
import org.fediversity.modules.Module;
import org.fediversity.modules.ModuleFormat;
import org.fediversity.modules.ResourceMapping;
import org.fediversity.runtime.Commands;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.Fault;
import org.fediversity.runtime.Json;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.GeneralRefusal;
import org.fediversity.runtime.web.Page;
import org.fediversity.runtime.web.Tags;
import org.jspecify.annotations.Nullable;

/// The catalogue of application modules.
@Path("/api/v1/applications")
@RolesAllowed({"operator", "provider", "maintainer", "auditor", "service"})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Catalogue", description = "Which applications there are, and what they need")
public class ApplicationsResource {
    static final String SCHEMA_JSON = "application/schema+json";
    private static final int LONGEST_REASON = 500;
    private static final List<String> SECTIONS =
            List.of("options", "resources", "components", "state", "upgrades", "scripts");

    private final Applications applications;
    private final Commands commands;
    private final java.nio.file.Path data;

    ApplicationsResource(
            Applications applications,
            Commands commands,
            @ConfigProperty(name = "fediversity.data") java.nio.file.Path data) {
        this.applications = applications;
        this.commands = commands;
        this.data = data;
    }

    @GET
    @Operation(operationId = "listApplications", summary = "Applications, each with its versions, newest first")
    public Page<JsonNode> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        int most = Page.limit(limit);
        return Page.of(
                applications.names(Page.after(cursor), most + 1), most, name -> name, name -> summary(name, false));
    }

    @GET
    @Path("/{name}")
    @Operation(operationId = "getApplication", summary = "One application: its versions, and the newest in full")
    public JsonNode one(@PathParam("name") String name) {
        return summary(name, true);
    }

    @GET
    @Path("/{name}/versions/{version}")
    @Operation(operationId = "getApplicationVersion", summary = "One version of an application, in full")
    public JsonNode version(@PathParam("name") String name, @PathParam("version") String version) {
        return shown(existing(name, version), true);
    }

    @GET
    @Path("/{name}/versions/{version}/schema")
    @Produces({SCHEMA_JSON, MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "getApplicationSchema",
            summary = "The options of a version as JSON Schema 2020-12; never changes")
    public Response schema(
            @PathParam("name") String name,
            @PathParam("version") String version,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        Applications.Published published = existing(name, version);
        return Kept.of(FormSchema.ofOne(published.module()), Tags.of(published.digest()), Kept.FOR_EVER, ifNoneMatch);
    }

    @POST
    @RolesAllowed("maintainer")
    @Consumes({MediaType.APPLICATION_JSON, Bodies.YAML})
    @Operation(operationId = "publishApplication", summary = "Publish a version of an application module")
    @APIResponse(
            responseCode = "201",
            description = "Published",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = JsonNode.class)))
    @APIResponse(
            responseCode = "200",
            description = "Published before",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = JsonNode.class)))
    public Response publish(@HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String type, byte @Nullable [] body) {
        Document document = Bodies.read(type, body, ConfigRefusal.MODULE_INVALID);
        List<Fault> faults = Bodies.faults(ModuleFormat.check(document.root()));
        if (!faults.isEmpty()) {
            throw new RefusedException(new Decision.Refused(
                    ConfigRefusal.MODULE_INVALID, Bodies.counted(faults), Bodies.located(faults, document, type)));
        }
        Module module = Module.of(document.root(), "");
        Decision.Accepted accepted = commands.ask(new PublishApplication(
                module.name(),
                module.version(),
                Digest.of(document.root()),
                directory(module),
                ResourceMapping.map(document.root())));
        return Response.status(accepted.events().isEmpty() ? 200 : 201)
                .location(URI.create("/api/v1/applications/" + module.name() + "/versions/" + module.version()))
                .entity(shown(existing(module.name(), module.version()), true))
                .build();
    }

    /// What is thought of a version.
    ///
    /// @param status `current`, `deprecated` or `withdrawn`; withdrawn is for good
    /// @param reason for people to read
    public record Judgement(
            @Nullable String status, @Nullable String reason) {}

    @PATCH
    @Path("/{name}/versions/{version}")
    @RolesAllowed("maintainer")
    @Consumes({MediaType.APPLICATION_JSON, ConfigurationResource.MERGE_PATCH})
    @Operation(
            operationId = "judgeApplicationVersion",
            summary =
                    "Deprecate or withdraw a version: what runs goes on to run, what is withdrawn is not chosen again")
    public JsonNode judge(
            @PathParam("name") String name, @PathParam("version") String version, @Nullable Judgement judgement) {
        Judgement told = judgement == null ? new Judgement(null, null) : judgement;
        Optional<Standing> standing = Standing.of(told.status() == null ? "" : told.status());
        String reason = told.reason() == null ? "" : told.reason().strip();
        List<Fault> faults = new ArrayList<>();
        if (standing.isEmpty()) {
            faults.add(new Fault("/status", "must be current, deprecated or withdrawn"));
        }
        if (reason.isEmpty() && !standing.equals(Optional.of(Standing.CURRENT))) {
            faults.add(new Fault("/reason", "is missing: operators want to know why"));
        } else if (reason.length() > LONGEST_REASON) {
            faults.add(new Fault("/reason", "is longer than " + LONGEST_REASON + " characters"));
        }
        if (!faults.isEmpty()) {
            throw new RefusedException(new Decision.Refused(GeneralRefusal.INVALID, Bodies.counted(faults), faults));
        }
        commands.ask(new JudgeVersion(name, version, standing.orElseThrow(), reason));
        return shown(existing(name, version), true);
    }

    /// What came without files gets a place for them, all the same.
    private String directory(Module module) {
        java.nio.file.Path directory = data.resolve("modules")
                .resolve(module.name())
                .resolve(module.version())
                .toAbsolutePath()
                .normalize();
        try {
            return Files.createDirectories(directory).toString();
        } catch (IOException e) {
            throw new UncheckedIOException("no place for the module's files", e);
        }
    }

    private JsonNode summary(String name, boolean full) {
        Applications.Version newest = applications
                .newest(name)
                .orElseThrow(() ->
                        new RefusedException(GeneralRefusal.NOT_FOUND, "There is no application '" + name + "'."));
        ObjectNode summary = shown(existing(name, newest.version()), full);
        summary.set("versions", Json.MAPPER.valueToTree(applications.versions(name)));
        return summary;
    }

    private Applications.Published existing(String name, String version) {
        return applications
                .published(name, version)
                .orElseThrow(() -> new RefusedException(
                        GeneralRefusal.NOT_FOUND, "There is no application '" + name + "' " + version + "."));
    }

    private ObjectNode shown(Applications.Published published, boolean full) {
        Module module = published.module();
        ObjectNode shown = module.document().path("metadata") instanceof ObjectNode metadata
                ? metadata.deepCopy()
                : Json.MAPPER.createObjectNode();
        shown.put("resourceApi", module.resourceApi());
        shown.put("digest", published.digest());
        shown.put("publishedAt", published.publishedAt().toString());
        applications.version(module.name(), module.version()).ifPresent(version -> {
            shown.put("status", version.status());
            if (!version.reason().isEmpty()) {
                shown.put("statusReason", version.reason());
            }
        });
        shown.set("backends", Json.MAPPER.valueToTree(module.backends()));
        if (full) {
            SECTIONS.forEach(section -> {
                if (module.document().has(section)) {
                    shown.set(section, module.document().get(section));
                }
            });
        }
        return shown;
    }
}
