package org.fediversity.gateway.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.fediversity.gateway.view.HistoryQueries;
import org.fediversity.gateway.view.HistoryQueries.Entry;
import org.fediversity.gateway.view.HistoryQueries.Page;
import org.fediversity.gateway.view.HistoryQueries.Wanted;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.GeneralRefusal;
import org.jspecify.annotations.Nullable;

/// The history as pages of JSON; live streams and exports of it are answered by [Streams].
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({"operator", "provider", "auditor"})
@Tag(name = "History", description = "Everything that happened, at positions that never change")
class HistoryResource {
    private final HistoryQueries history;
    private final Watching watching;
    private final Asker asker;

    HistoryResource(HistoryQueries history, Watching watching, Asker asker) {
        this.history = history;
        this.watching = watching;
        this.asker = asker;
    }

    @GET
    @Path("/events")
    @Operation(
            operationId = "listEvents",
            summary = "Events that the caller may see, in order",
            description = "With `Accept: application/x-ndjson` the whole of it, one event per line; with `Accept:"
                    + " text/event-stream` live, resumable by `Last-Event-ID`; with `until` it ends by itself, with a"
                    + " frame `end`.")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = {
                @Content(mediaType = "application/json", schema = @Schema(implementation = EventPage.class)),
                @Content(
                        mediaType = "application/x-ndjson",
                        schema = @Schema(type = org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING)),
                @Content(
                        mediaType = "text/event-stream",
                        schema = @Schema(type = org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING))
            })
    @APIResponse(
            responseCode = "204",
            description = "A stream until a moment that is past was heard to its end: no need to come back")
    public String events(
            @QueryParam("after") @Nullable String after,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("types") @Nullable List<String> types,
            @QueryParam("deployment") @Nullable String deployment,
            @QueryParam("actor") @Nullable String actor,
            @QueryParam("from") @Nullable String from,
            @QueryParam("until") @Nullable String until,
            @HeaderParam("Authorization") @Nullable String authorization,
            @HeaderParam("traceparent") @Nullable String traceparent,
            @Context UriInfo uri) {
        EventsQuery query = query(uri);
        watching.needFiltered(
                asker.viewer(),
                query.wanted(),
                Optional.ofNullable(authorization).orElse(""),
                Optional.ofNullable(traceparent).orElse(""));
        return page(query.latest() ? query.wanted().after(history.size() - 1) : query.wanted(), query.limit());
    }

    @GET
    @Path("/events/{position}")
    @Operation(operationId = "getEvent", summary = "The event at a position")
    @APIResponse(
            responseCode = "200",
            description = "The event",
            content = @Content(schema = @Schema(implementation = EventItem.class)))
    public String event(@PathParam("position") String position) {
        return Positions.read(position)
                .flatMap(at -> history.at(asker.viewer(), at))
                .map(Entry::text)
                .orElseThrow(() -> new RefusedException(
                        GeneralRefusal.NOT_FOUND, "There is no event at " + position + ", or it is not yours to see."));
    }

    @GET
    @Path("/deployments/{id}/history")
    @Operation(operationId = "getDeploymentHistory", summary = "What happened to a deployment, in order")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(implementation = EventPage.class)))
    @APIResponse(
            responseCode = "204",
            description = "A stream until a moment that is past was heard to its end: no need to come back")
    public String ofDeployment(
            @PathParam("id") String id,
            @QueryParam("after") @Nullable String after,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("types") @Nullable List<String> types,
            @HeaderParam("Authorization") @Nullable String authorization,
            @HeaderParam("traceparent") @Nullable String traceparent,
            @Context UriInfo uri) {
        watching.needDeployment(
                asker.viewer(),
                id,
                Optional.ofNullable(authorization).orElse(""),
                Optional.ofNullable(traceparent).orElse(""));
        EventsQuery query = query(uri);
        return page(query.wanted().ofDeployment(id), query.limit());
    }

    private String page(Wanted wanted, Optional<Long> limit) {
        Integer asked =
                limit.map(number -> (int) Math.min(number, Integer.MAX_VALUE)).orElse(null);
        Page page = history.read(asker.viewer(), wanted, org.fediversity.runtime.web.Page.limit(asked));
        String items = page.entries().stream().map(Entry::text).collect(Collectors.joining(","));
        String next = page.more() ? "\"" + page.scanned() + "\"" : "null";
        return "{\"items\":[" + items + "],\"next\":" + next + "}";
    }

    private static EventsQuery query(UriInfo uri) {
        return EventsQuery.read(name -> uri.getQueryParameters().getOrDefault(name, List.of()));
    }

    /// A page of events, for the API's description.
    record EventPage(List<EventItem> items, @Nullable String next) {}

    /// An event, for the API's description.
    record EventItem(
            long position,
            String id,
            String type,
            String source,
            String subject,
            java.time.Instant time,
            String actor,
            String correlationId,
            String causationId,
            long sequence,
            int version,
            Object data) {}
}
