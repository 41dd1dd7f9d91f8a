package org.fediversity.deployment.api;

import com.fasterxml.uuid.Generators;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.fediversity.deployment.api.Documents.DeploymentDocument;
import org.fediversity.deployment.api.Documents.NewApplication;
import org.fediversity.deployment.api.Documents.NewDeployment;
import org.fediversity.deployment.domain.Configurations;
import org.fediversity.deployment.domain.Creation;
import org.fediversity.deployment.domain.DeploymentCommand.CreateDeployment;
import org.fediversity.deployment.domain.DeploymentCommand.Retire;
import org.fediversity.deployment.domain.DeploymentRefusal;
import org.fediversity.deployment.domain.Environments;
import org.fediversity.deployment.view.DeploymentQueries;
import org.fediversity.deployment.view.DeploymentRow;
import org.fediversity.runtime.Commands;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.Fault;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.process.Past;
import org.fediversity.runtime.web.At;
import org.fediversity.runtime.web.Caller;
import org.fediversity.runtime.web.Page;
import org.jspecify.annotations.Nullable;

/// An operator's deployments.
@Path("/api/v1/deployments")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("operator")
@Tag(name = "Deployments")
class DeploymentsResource {
    private final Commands commands;
    private final Caller caller;
    private final Owned owned;
    private final DeploymentQueries queries;
    private final Presentation presentation;
    private final Configurations configurations;
    private final Environments environments;
    private final Past past;

    DeploymentsResource(
            Commands commands,
            Caller caller,
            Owned owned,
            DeploymentQueries queries,
            Presentation presentation,
            Configurations configurations,
            Environments environments,
            Past past) {
        this.past = past;
        this.commands = commands;
        this.caller = caller;
        this.owned = owned;
        this.queries = queries;
        this.presentation = presentation;
        this.configurations = configurations;
        this.environments = environments;
    }

    @POST
    @Operation(operationId = "createDeployment", summary = "Creates a deployment; nothing runs yet")
    @APIResponse(
            responseCode = "201",
            description = "Created",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = DeploymentDocument.class)))
    public Response create(@Nullable NewDeployment body) {
        Creation creation = creation(body);
        if (creation.isTooLarge()) {
            refuse(creation.faults());
        }
        Creation.Answers answers = new Creation.Answers(
                asked(creation.environment(), environments::environment),
                asked(creation.domain(), configurations::domain),
                creation.applications().stream().map(this::application).toList(),
                queries.taken(creation.hosts()));
        refuse(creation.allFaults(answers));
        String id = Generators.timeBasedEpochRandomGenerator().generate().toString();
        commands.ask(new CreateDeployment(
                id,
                creation.operator(),
                creation.name(),
                creation.environment(),
                creation.topology(),
                creation.domain(),
                creation.pinned(answers)));
        return Response.status(201)
                .header("Location", "/api/v1/deployments/" + id)
                .entity(presentation.of(owned.deployment(id)))
                .build();
    }

    private Optional<Configurations.Application> application(Creation.Wish wish) {
        return wish.version().isEmpty() || Creation.isName(wish.version())
                ? asked(wish.name(), name -> configurations.application(name, wish.version()))
                : Optional.empty();
    }

    private static <T> Optional<T> asked(String name, Function<String, Optional<T>> question) {
        return Creation.isName(name) ? question.apply(name) : Optional.empty();
    }

    private Creation creation(@Nullable NewDeployment body) {
        if (body == null) {
            throw new RefusedException(DeploymentRefusal.DEPLOYMENT_INVALID, "Send a JSON object that describes it.");
        }
        List<Creation.Wish> wishes = body.applications() == null
                ? List.of()
                : body.applications().stream().map(DeploymentsResource::wish).toList();
        return new Creation(
                caller.subject(),
                text(body.name()),
                text(body.environment()),
                text(body.topology()),
                text(body.domain()).toLowerCase(Locale.ROOT).replaceFirst("\\.$", ""),
                wishes);
    }

    private static Creation.Wish wish(@Nullable NewApplication application) {
        if (application == null) {
            return new Creation.Wish("", "", "");
        }
        String name = text(application.name());
        return new Creation.Wish(
                name, text(application.version()), application.label() == null ? name : text(application.label()));
    }

    private static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "").strip();
    }

    private static void refuse(List<Fault> faults) {
        if (!faults.isEmpty()) {
            throw new RefusedException(new Decision.Refused(
                    DeploymentRefusal.DEPLOYMENT_INVALID, "Nothing was created. See errors for each mistake.", faults));
        }
    }

    @GET
    @RolesAllowed({"operator", "provider", "auditor"})
    @Operation(operationId = "listDeployments", summary = "Lists the deployments that you may see, newest first")
    public Page<DeploymentDocument> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        int most = Page.limit(limit);
        List<DeploymentRow> rows = queries.seen(owned.sight(), Page.after(cursor), most + 1);
        return Page.ofAll(rows, most, DeploymentRow::id, presentation::of);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({"operator", "provider", "auditor"})
    @Operation(operationId = "getDeployment", summary = "Shows a deployment")
    @APIResponse(
            responseCode = "200",
            description = "The deployment",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = DeploymentDocument.class)))
    public Response get(
            @PathParam("id") String id,
            @QueryParam("at") @Nullable String at,
            @Parameter(hidden = true) @QueryParam("stagedAt") @Nullable String stagedAt) {
        DeploymentRow now = owned.visible(id);
        String tag = presentation.tag(now); // never newer than what is shown
        return at == null
                ? Response.ok(presentation.of(now))
                        .header(HttpHeaders.ETAG, tag)
                        .build()
                : Response.ok(asItWas(id, At.time(at), At.time(stagedAt == null ? at : stagedAt)))
                        .build();
    }

    /// @param stagedAt when its configuration is to be looked at: another service's clock
    private DeploymentDocument asItWas(String id, Instant time, Instant stagedAt) {
        Optional<Configurations.Staged> staged = configurations.staged(id, stagedAt.toString());
        return past.at(time, id, () -> queries.find(id).map(row -> presentation.ofThePast(row, staged)))
                .orElseThrow(() -> new RefusedException(
                        DeploymentRefusal.DEPLOYMENT_UNKNOWN, "There was no deployment " + id + " at that time."));
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "retireDeployment",
            summary = "Stops a deployment and releases what it holds",
            description = "Its state (databases, buckets, volumes, keys) is kept and counted until it is erased: with"
                    + " `erase=true`, now or later, for a deployment that is retired already, too.")
    @APIResponse(
            responseCode = "202",
            description = "It is being taken down",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = DeploymentDocument.class)))
    public Response retire(
            @PathParam("id") String id,
            @Parameter(schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    @QueryParam("erase")
                    @DefaultValue("false")
                    String erase,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        DeploymentRow deployment = owned.deployment(id);
        presentation.honour(ifMatch, deployment);
        if (!Set.of("true", "false").contains(erase)) {
            throw Page.malformed("erase", "is true or false");
        }
        commands.ask(new Retire(id, Boolean.parseBoolean(erase)));
        return Response.accepted(presentation.of(owned.deployment(id)))
                .header("Location", "/api/v1/deployments/" + id)
                .build();
    }
}
