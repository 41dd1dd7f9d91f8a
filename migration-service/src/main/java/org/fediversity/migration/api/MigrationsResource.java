package org.fediversity.migration.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.fediversity.migration.domain.Environments;
import org.fediversity.migration.domain.MigrationCommand.AbortMigration;
import org.fediversity.migration.domain.MigrationCommand.ConfirmMigration;
import org.fediversity.migration.domain.MigrationRefusal;
import org.fediversity.migration.view.Migrations;
import org.fediversity.migration.view.ShownMigration;
import org.fediversity.runtime.Commands;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.process.Past;
import org.fediversity.runtime.web.At;
import org.fediversity.runtime.web.Caller;
import org.fediversity.runtime.web.Page;
import org.fediversity.runtime.web.Sight;
import org.jspecify.annotations.Nullable;

/// Moves of deployments.
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Migrations")
public class MigrationsResource {
    private final Departures departures;
    private final Migrations migrations;
    private final Environments environments;
    private final Commands commands;
    private final Caller caller;
    private final Past past;

    MigrationsResource(
            Departures departures,
            Migrations migrations,
            Environments environments,
            Commands commands,
            Caller caller,
            Past past) {
        this.past = past;
        this.departures = departures;
        this.migrations = migrations;
        this.environments = environments;
        this.commands = commands;
        this.caller = caller;
    }

    /// Where to.
    ///
    /// @param topology of the target; the deployment's own if absent
    /// @param strategy `cold`, which it also is if absent
    /// @param cutover  `automatic`, which it also is if absent
    public record MigrationOrder(
            @Schema(required = true, maxLength = 63) @Nullable
            String environment,

            @Schema(enumeration = {"monolithic", "distributed"}) @Nullable
            String topology,

            @Schema(enumeration = {"cold"}) @Nullable String strategy,

            @Schema(enumeration = {"automatic"}) @Nullable String cutover) {}

    @POST
    @Path("/deployments/{deployment}/migrations")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("operator")
    @Operation(operationId = "migrate", summary = "Move a deployment to another environment of this set-up")
    @APIResponse(
            responseCode = "202",
            description = "Under way; watch it at Location",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ShownMigration.class)))
    public Response migrate(@PathParam("deployment") String deployment, @Nullable MigrationOrder order) {
        String id = departures.depart(
                caller.subject(), deployment, order == null ? new MigrationOrder(null, null, null, null) : order);
        return Response.accepted(own(id))
                .location(URI.create("/api/v1/migrations/" + id))
                .build();
    }

    @GET
    @Path("/deployments/{deployment}/migrations")
    @RolesAllowed({"operator", "provider", "auditor"})
    @Operation(operationId = "listMigrationsOfDeployment", summary = "Moves of a deployment, newest first")
    public Page<ShownMigration> ofDeployment(
            @PathParam("deployment") String deployment,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        departures.visible(sight(), deployment);
        return page(deployment, limit, cursor);
    }

    @GET
    @Path("/migrations")
    @RolesAllowed({"operator", "provider", "auditor"})
    @Operation(operationId = "listMigrations", summary = "Moves, newest first")
    public Page<ShownMigration> all(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        return page("", limit, cursor);
    }

    @GET
    @Path("/migrations/{migration}")
    @RolesAllowed({"operator", "provider", "auditor"})
    @Operation(operationId = "getMigration", summary = "A move: how far it is, what moved, what it cost")
    public ShownMigration one(@PathParam("migration") String migration, @QueryParam("at") @Nullable String at) {
        ShownMigration now = own(migration);
        return at == null
                ? now
                : past.at(At.time(at), migration, () -> migrations.find(migration, sight()))
                        .orElseThrow(() -> new RefusedException(
                                MigrationRefusal.UNKNOWN_MIGRATION,
                                "There was no migration " + migration + " at that time."));
    }

    @POST
    @Path("/migrations/{migration}/abort")
    @RolesAllowed("operator")
    @Operation(operationId = "abortMigration", summary = "Give up before custody changes; the source serves again")
    @APIResponse(
            responseCode = "202",
            description = "Given up; the source is about to serve",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ShownMigration.class)))
    public Response abort(@PathParam("migration") String migration) {
        owned(migration);
        commands.ask(new AbortMigration(migration));
        return Response.accepted(owned(migration)).build();
    }

    @POST
    @Path("/migrations/{migration}/confirm")
    @RolesAllowed("operator")
    @Operation(operationId = "confirmMigration", summary = "Release what the source still holds")
    @APIResponse(
            responseCode = "202",
            description = "The source is about to be released",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ShownMigration.class)))
    public Response confirm(@PathParam("migration") String migration) {
        owned(migration);
        commands.ask(new ConfirmMigration(migration));
        return Response.accepted(owned(migration)).build();
    }

    /// To be seen.
    private ShownMigration own(String migration) {
        return found(migration, sight());
    }

    /// To be changed: who looks at everybody's, too, changes only their own.
    private ShownMigration owned(String migration) {
        return found(migration, new Sight(false, caller.subject(), Set.of()));
    }

    private ShownMigration found(String migration, Sight sight) {
        return migrations
                .find(migration, sight)
                .orElseThrow(() -> new RefusedException(
                        MigrationRefusal.UNKNOWN_MIGRATION, "There is no migration " + migration + " of yours."));
    }

    private Sight sight() {
        return Sight.of(caller, environments::providedBy);
    }

    private Page<ShownMigration> page(String deployment, @Nullable Integer limit, @Nullable String cursor) {
        int most = Page.limit(limit);
        return Page.of(
                migrations.list(new Migrations.Wanted(sight(), deployment, Page.after(cursor), most + 1)),
                most,
                ShownMigration::id,
                shown -> shown);
    }
}
