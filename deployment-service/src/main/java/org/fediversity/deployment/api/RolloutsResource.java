package org.fediversity.deployment.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.fediversity.contracts.DeploymentEvent.DeploymentRequested;
import org.fediversity.deployment.api.Documents.DeployRequest;
import org.fediversity.deployment.api.Documents.DriftDocument;
import org.fediversity.deployment.api.Documents.PlanDocument;
import org.fediversity.deployment.api.Documents.RollbackRequest;
import org.fediversity.deployment.api.Documents.RolloutDocument;
import org.fediversity.deployment.api.Planning.Planned;
import org.fediversity.deployment.domain.Configurations;
import org.fediversity.deployment.domain.DeploymentCommand.CancelRollout;
import org.fediversity.deployment.domain.DeploymentCommand.RecordDrift;
import org.fediversity.deployment.domain.DeploymentCommand.RequestDeployment;
import org.fediversity.deployment.domain.DeploymentCommand.RequestRollback;
import org.fediversity.deployment.domain.DeploymentRefusal;
import org.fediversity.deployment.view.DeploymentQueries;
import org.fediversity.deployment.view.DeploymentRow;
import org.fediversity.deployment.view.RolloutRow;
import org.fediversity.runtime.Commands;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.Fault;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.GeneralRefusal;
import org.fediversity.runtime.web.Page;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Plans and rollouts of one deployment.
@Path("/api/v1/deployments/{id}")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("operator")
@Tag(name = "Rollouts")
class RolloutsResource {
    private static final Logger LOG = Logger.getLogger(RolloutsResource.class);
    private static final Duration STAGED_WITHIN = Duration.ofSeconds(3);
    private static final Duration STAGED_PAUSE = Duration.ofMillis(50);

    private final Commands commands;
    private final Owned owned;
    private final DeploymentQueries queries;
    private final Planning planning;
    private final Presentation presentation;
    private final Configurations configurations;
    private final ObjectMapper json;

    RolloutsResource(
            Commands commands,
            Owned owned,
            DeploymentQueries queries,
            Planning planning,
            Presentation presentation,
            Configurations configurations,
            ObjectMapper json) {
        this.configurations = configurations;
        this.json = json;
        this.commands = commands;
        this.owned = owned;
        this.queries = queries;
        this.planning = planning;
        this.presentation = presentation;
    }

    @GET
    @Path("/plan")
    @RolesAllowed({"operator", "provider", "auditor"})
    @Operation(operationId = "planDeployment", summary = "Dry run: what deploying a revision would do")
    public PlanDocument plan(@PathParam("id") String id, @QueryParam("revision") @Nullable Integer revision) {
        return planning.plan(living(owned.visible(id)), revision("revision", revision))
                .plan();
    }

    @POST
    @Path("/deploy")
    @Operation(operationId = "deploy", summary = "Makes the deployed configuration equal a revision")
    @APIResponse(
            responseCode = "202",
            description = "A rollout began",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = RolloutDocument.class)))
    @Consumes(MediaType.WILDCARD)
    @RequestBody(
            required = false,
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = DeployRequest.class)))
    public Response deploy(
            @PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch, String text)
            throws JsonProcessingException {
        DeploymentRow deployment = living(owned.deployment(id));
        presentation.honour(ifMatch, deployment);
        DeployRequest body = request(text);
        int revision = revision("/revision", body.revision());
        Planned planned = planning.plan(deployment, revision);
        if (body.planDigest() != null
                && !body.planDigest().equals(planned.plan().digest())) {
            throw new RefusedException(
                    DeploymentRefusal.PLAN_STALE,
                    "The plan is now " + planned.plan().digest() + ". Read it again before you deploy.");
        }
        planned.feasible();
        return begun(id, commands.ask(new RequestDeployment(id, planned.plan().revision(), planned.requirements())));
    }

    /// Whoever has nothing to say may send nothing, whatever a client calls the type of that.
    private DeployRequest request(String text) throws JsonProcessingException {
        return text.isBlank() || text.strip().equals("null")
                ? new DeployRequest(null, null)
                : json.readValue(text, DeployRequest.class);
    }

    @POST
    @Path("/rollback")
    @Operation(operationId = "rollback", summary = "Deploys an earlier revision")
    @APIResponse(
            responseCode = "202",
            description = "A rollout began",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = RolloutDocument.class)))
    public Response rollback(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable RollbackRequest body) {
        DeploymentRow deployment = living(owned.deployment(id));
        presentation.honour(ifMatch, deployment);
        int revision = revision("/revision", body == null ? null : body.revision());
        if (revision == 0) {
            throw invalid("/revision", "is missing");
        }
        if (revision >= deployment.revision()) {
            throw invalid("/revision", "must be earlier than the deployed one, which is " + deployment.revision());
        }
        Planned planned = planning.plan(deployment, revision).feasible();
        Response accepted = begun(
                deployment.id(), commands.ask(new RequestRollback(deployment.id(), revision, planned.requirements())));
        awaitStaged(deployment.id(), revision);
        return accepted;
    }

    /// What is staged is kept elsewhere and follows at once; whoever reads it next shall find it.
    private void awaitStaged(String id, int revision) {
        long end = System.nanoTime() + STAGED_WITHIN.toNanos();
        try {
            while (System.nanoTime() < end
                    && Optional.ofNullable(configurations.staged(List.of(id)).get(id))
                            .filter(staged -> staged.revision() != revision)
                            .isPresent()) {
                LockSupport.parkNanos(STAGED_PAUSE.toNanos());
            }
        } catch (RefusedException e) {
            LOG.debug("it is staged as soon as config-service is back", e);
        }
    }

    private static DeploymentRow living(DeploymentRow deployment) {
        if (deployment.status().equals("retiring") || deployment.status().equals("retired")) {
            throw new RefusedException(DeploymentRefusal.DEPLOYMENT_RETIRED, "It was taken down. Create another one.");
        }
        return deployment;
    }

    private Response begun(String id, Decision.Accepted accepted) {
        int number = accepted.events().stream()
                .filter(DeploymentRequested.class::isInstance)
                .map(event -> ((DeploymentRequested) event).rollout())
                .findFirst()
                .orElseThrow();
        return accepted(id, number);
    }

    private Response accepted(String id, int number) {
        return Response.accepted(Presentation.of(rolloutOf(id, number)))
                .header("Location", "/api/v1/deployments/" + id + "/rollouts/" + number)
                .build();
    }

    @GET
    @Path("/rollouts")
    @RolesAllowed({"operator", "provider", "auditor"})
    @Operation(operationId = "listRollouts", summary = "Lists rollouts, newest first")
    public Page<RolloutDocument> rollouts(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        int most = Page.limit(limit);
        String position = Page.after(cursor);
        List<RolloutRow> rows = queries.rollouts(owned.visible(id).id(), before(position), most + 1);
        return Page.of(rows, most, row -> String.valueOf(row.number()), Presentation::of);
    }

    private static int before(String position) {
        try {
            return position.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(position);
        } catch (NumberFormatException e) {
            throw Page.malformed("cursor", "is none that was given out");
        }
    }

    @GET
    @Path("/rollouts/{number}")
    @RolesAllowed({"operator", "provider", "auditor"})
    @Operation(operationId = "getRollout", summary = "Shows a rollout with its steps")
    public RolloutDocument rollout(@PathParam("id") String id, @PathParam("number") int number) {
        return Presentation.of(rolloutOf(owned.visible(id).id(), number));
    }

    @POST
    @Path("/rollouts/{number}/cancel")
    @Operation(operationId = "cancelRollout", summary = "Stops a rollout between two steps")
    @APIResponse(
            responseCode = "202",
            description = "It stops, or has ended",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = RolloutDocument.class)))
    public Response cancel(@PathParam("id") String id, @PathParam("number") int number) {
        owned.deployment(id);
        commands.ask(new CancelRollout(id, number));
        return accepted(id, number);
    }

    @POST
    @Path("/drift-checks")
    @Operation(operationId = "checkDrift", summary = "Compares what runs with what was deployed")
    public DriftDocument drift(@PathParam("id") String id) {
        DeploymentRow deployment = living(owned.deployment(id));
        List<String> differences = presentation.differences(deployment);
        commands.ask(new RecordDrift(id, differences));
        return new DriftDocument(!differences.isEmpty(), differences);
    }

    private RolloutRow rolloutOf(String id, int number) {
        return queries.rollout(id, number)
                .orElseThrow(() ->
                        new RefusedException(DeploymentRefusal.ROLLOUT_UNKNOWN, "There is no rollout " + number + "."));
    }

    /// @return 0 if none was named
    private static int revision(String pointer, @Nullable Integer revision) {
        if (revision == null) {
            return 0;
        }
        if (revision < 1) {
            throw invalid(pointer, "revisions count from 1");
        }
        return revision;
    }

    private static RefusedException invalid(String pointer, String message) {
        return new RefusedException(new Decision.Refused(
                GeneralRefusal.INVALID, "Nothing was changed.", List.of(new Fault(pointer, message))));
    }
}
