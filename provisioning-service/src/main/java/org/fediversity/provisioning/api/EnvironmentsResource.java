package org.fediversity.provisioning.api;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.fediversity.contracts.Assignment;
import org.fediversity.provisioning.domain.EnvironmentCommand;
import org.fediversity.provisioning.domain.Place;
import org.fediversity.provisioning.domain.ProvisioningRefusal;
import org.fediversity.provisioning.view.Allocations;
import org.fediversity.provisioning.view.Environments;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.Fault;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.process.Past;
import org.fediversity.runtime.web.At;
import org.fediversity.runtime.web.Caller;
import org.fediversity.runtime.web.GeneralRefusal;
import org.fediversity.runtime.web.Page;
import org.fediversity.runtime.web.Tags;
import org.jspecify.annotations.Nullable;

/// Environments: providers declare them, operators choose from them.
@Path("/api/v1/environments")
@Tag(name = "environments", description = "Where software can run, what is available there, and who gets what")
@Produces(MediaType.APPLICATION_JSON)
public class EnvironmentsResource {
    static final String YAML = "application/yaml";
    private final Environments environments;
    private final Allocations allocations;
    private final Declarations declarations;
    private final EnvironmentDocument documents;
    private final Caller caller;
    private final Past past;

    EnvironmentsResource(
            Environments environments,
            Allocations allocations,
            Declarations declarations,
            EnvironmentDocument documents,
            Caller caller,
            Past past) {
        this.past = past;
        this.environments = environments;
        this.allocations = allocations;
        this.declarations = declarations;
        this.documents = documents;
        this.caller = caller;
    }

    @GET
    @Operation(operationId = "listEnvironments", summary = "Environments of this set-up, by name")
    @RolesAllowed({"operator", "provider", "maintainer", "auditor"})
    public Page<EnvironmentSummary> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        int most = Page.limit(limit);
        return Page.of(
                environments.page(Page.after(cursor), most + 1),
                most,
                Environments.Declared::name,
                EnvironmentSummary::of);
    }

    @GET
    @Path("/{name}")
    @Operation(
            operationId = "getEnvironment",
            summary = "One environment; its provider sees all of it except secrets, others what they choose by")
    @APIResponse(
            responseCode = "200",
            description = "The environment",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = JsonNode.class)))
    @RolesAllowed({"operator", "provider", "maintainer", "auditor"})
    public Response get(
            @PathParam("name") String name,
            @QueryParam("at") @Nullable String at,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        Environments.Declared declared = at == null ? existing(name) : asItWas(name, At.time(at));
        String tag = Tags.of(declared.revision());
        return Tags.known(ifNoneMatch, tag)
                ? Response.notModified().header(HttpHeaders.ETAG, tag).build()
                : shown(Response.ok(), declared);
    }

    @POST
    @Consumes({MediaType.APPLICATION_JSON, YAML})
    @Operation(operationId = "declareEnvironment", summary = "Declare a new environment")
    @APIResponse(
            responseCode = "201",
            description = "Declared",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = JsonNode.class)))
    @RolesAllowed("provider")
    public Response declare(@HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String type, @Nullable String body) {
        Bodies.Sent sent = Bodies.read(type, body);
        String name = Declarations.name(sent.root());
        if (environments.named(name).isPresent()) {
            throw new RefusedException(
                    ProvisioningRefusal.ENVIRONMENT_EXISTS,
                    "There is an environment '" + name + "' already; PUT changes it.");
        }
        sent.tell(() -> declarations.declare(
                sent.root(), document -> new EnvironmentCommand.Declare(name, caller.subject(), document)));
        return shown(Response.created(URI.create("/api/v1/environments/" + name)), existing(name));
    }

    @PUT
    @Path("/{name}")
    @Consumes({MediaType.APPLICATION_JSON, YAML})
    @Operation(operationId = "declareEnvironmentAnew", summary = "Change an environment and its policy")
    @APIResponse(
            responseCode = "200",
            description = "Changed",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = JsonNode.class)))
    @RolesAllowed("provider")
    public Response declareAnew(
            @PathParam("name") String name,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String type,
            @Nullable String body) {
        Environments.Declared before = existing(name);
        Tags.require(ifMatch, Tags.of(before.revision()));
        Bodies.Sent sent = Bodies.read(type, body);
        if (!Declarations.name(sent.root()).equals(name)) {
            throw new RefusedException(new Decision.Refused(
                    ProvisioningRefusal.ENVIRONMENT_INVALID,
                    "An environment keeps its name.",
                    List.of(new Fault("/metadata/name", "is '" + name + "', as in the address"))));
        }
        sent.tell(() -> declarations.declare(
                sent.root(),
                document -> new EnvironmentCommand.DeclareAnew(name, caller.subject(), before.revision(), document)));
        return shown(Response.ok(), existing(name));
    }

    @GET
    @Path("/{name}/capacity")
    @Operation(operationId = "getCapacity", summary = "What each offer of an environment has, holds and can still give")
    @RolesAllowed({"provider", "auditor"})
    public Capacity capacity(@PathParam("name") String name) {
        Environments.Declared declared = existing(name);
        List<Assignment> held = allocations.in(name).values().stream()
                .flatMap(allocation -> allocation.held().stream())
                .toList();
        return Capacity.of(declared.definition(), Place.held(held));
    }

    private Environments.Declared asItWas(String name, Instant time) {
        return past.at(time, "environment:" + name, () -> environments.named(name))
                .orElseThrow(() -> new RefusedException(
                        GeneralRefusal.NOT_FOUND, "There was no environment '" + name + "' at that time."));
    }

    private Environments.Declared existing(String name) {
        return environments
                .named(name)
                .orElseThrow(() ->
                        new RefusedException(GeneralRefusal.NOT_FOUND, "There is no environment '" + name + "'."));
    }

    private Response shown(Response.ResponseBuilder response, Environments.Declared declared) {
        Object entity = EnvironmentSummary.of(declared);
        if (caller.is("provider")) {
            Map<String, Object> whole = new LinkedHashMap<>();
            whole.put("name", declared.name());
            whole.put("title", declared.title());
            whole.put("revision", declared.revision());
            whole.put("provider", declared.provider());
            whole.put("changedAt", declared.changedAt().toString());
            whole.putAll(documents.shown(declared.document()));
            entity = whole;
        }
        return response.header(HttpHeaders.ETAG, Tags.of(declared.revision()))
                .entity(entity)
                .build();
    }
}
