package org.fediversity.gateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.flipkart.zjsonpatch.JsonDiff;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.fediversity.gateway.domain.GatewayRefusal;
import org.fediversity.gateway.domain.Questions;
import org.fediversity.gateway.domain.Questions.Reading;
import org.fediversity.gateway.domain.Routes;
import org.fediversity.gateway.domain.Service;
import org.fediversity.gateway.view.HistoryQueries;
import org.fediversity.runtime.Json;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.GeneralRefusal;
import org.jspecify.annotations.Nullable;

/// What became different between two moments: what `?at=` shows at the one and at the other, as a patch (RFC 6902).
/// Moments are times or positions.
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({"operator", "provider", "maintainer", "auditor"})
@Tag(name = "History")
class DifferencesResource {
    private final HistoryQueries history;
    private final Watching watching;
    private final Questions questions;
    private final Asker asker;
    private final Moments moments;

    DifferencesResource(HistoryQueries history, Watching watching, Questions questions, Asker asker, Moments moments) {
        this.moments = moments;
        this.history = history;
        this.watching = watching;
        this.questions = questions;
        this.asker = asker;
    }

    /// @param from  the earlier moment, as a time
    /// @param to    the later one
    /// @param patch RFC 6902: what makes the later of the earlier
    record Differences(Instant from, Instant to, JsonNode patch) {}

    /// Who asks, as the services want to know it.
    private record Ask(
            @Nullable String authorization, @Nullable String traceparent) {
        String token() {
            return Objects.requireNonNullElse(authorization, "");
        }

        String trace() {
            return Objects.requireNonNullElse(traceparent, "");
        }
    }

    @GET
    @Path("/deployments/{id}/differences")
    @Operation(
            operationId = "getDeploymentDifferences",
            summary = "What became different about a deployment between two moments")
    public Differences ofDeployment(
            @PathParam("id") String id,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @HeaderParam("Authorization") @Nullable String authorization,
            @HeaderParam("traceparent") @Nullable String traceparent) {
        Ask ask = new Ask(authorization, traceparent);
        watching.needDeployment(asker.viewer(), id, ask.token(), ask.trace());
        return between(Service.DEPLOYMENT, "/deployments/" + encoded(id), from, to, ask);
    }

    @GET
    @Path("/deployments/{id}/configuration/differences")
    @Operation(
            operationId = "getConfigurationDifferences",
            summary = "What became different about a configuration between two moments")
    public Differences ofConfiguration(
            @PathParam("id") String id,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @HeaderParam("Authorization") @Nullable String authorization,
            @HeaderParam("traceparent") @Nullable String traceparent) {
        Ask ask = new Ask(authorization, traceparent);
        watching.needDeployment(asker.viewer(), id, ask.token(), ask.trace());
        return between(Service.CONFIG, "/deployments/" + encoded(id) + "/configuration", from, to, ask);
    }

    @GET
    @Path("/environments/{name}/differences")
    @Operation(
            operationId = "getEnvironmentDifferences",
            summary = "What became different about an environment between two moments")
    public Differences ofEnvironment(
            @PathParam("name") String name,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @HeaderParam("Authorization") @Nullable String authorization,
            @HeaderParam("traceparent") @Nullable String traceparent) {
        return between(
                Service.PROVISIONING, "/environments/" + encoded(name), from, to, new Ask(authorization, traceparent));
    }

    @GET
    @Path("/migrations/{id}/differences")
    @Operation(
            operationId = "getMigrationDifferences",
            summary = "What became different about a migration between two moments")
    public Differences ofMigration(
            @PathParam("id") String id,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @HeaderParam("Authorization") @Nullable String authorization,
            @HeaderParam("traceparent") @Nullable String traceparent) {
        Ask ask = new Ask(authorization, traceparent);
        watching.needMigration(asker.viewer(), id, ask.token(), ask.trace());
        return between(Service.MIGRATION, "/migrations/" + encoded(id), from, to, ask);
    }

    private Differences between(Service service, String path, @Nullable String from, @Nullable String to, Ask ask) {
        if (from == null) {
            throw new RefusedException(
                    GatewayRefusal.BAD_REQUEST, "Say since when: ?from=<time or position>, and ?to= if not until now.");
        }
        Moment earlier = moment(path, "from", from);
        Moment later = to == null ? Moment.at(Instant.now()) : moment(path, "to", to);
        if (isBefore(later, to, earlier, from)) {
            throw new RefusedException(GatewayRefusal.BAD_REQUEST, "\"to\" is before \"from\".");
        }
        return new Differences(
                earlier.time(),
                later.time(),
                JsonDiff.asJson(read(service, path, earlier, ask), read(service, path, later, ask)));
    }

    /// Of two positions it is they that are compared: the clocks of services differ.
    private static boolean isBefore(Moment later, @Nullable String to, Moment earlier, String from) {
        Optional<Long> first = Positions.read(from);
        Optional<Long> second = Optional.ofNullable(to).flatMap(Positions::read);
        return first.isPresent() && second.isPresent()
                ? second.get() < first.get()
                : later.time().isBefore(earlier.time());
    }

    /// @param query what makes a service show the thing as of then
    private record Moment(Instant time, String query) {
        static Moment at(Instant time) {
            return new Moment(time, "at=" + time);
        }
    }

    private Moment moment(String path, String parameter, String text) {
        Optional<Long> position = Positions.read(text);
        if (position.isPresent()) {
            return history.timeOf(position.get())
                    .flatMap(time ->
                            moments.asOf(Routes.BASE + path, position.get()).map(query -> new Moment(time, query)))
                    .orElseThrow(() -> new RefusedException(
                            GatewayRefusal.BAD_REQUEST, "There is no position " + text + " in the history yet."));
        }
        try {
            return Moment.at(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw new RefusedException(
                    GatewayRefusal.BAD_REQUEST,
                    "\"" + parameter + "\" is neither a position nor a time like 2026-11-01T12:00:00Z.");
        }
    }

    private JsonNode read(Service service, String path, Moment at, Ask ask) {
        return switch (questions.read(service, Routes.BASE + path + "?" + at.query(), ask.token(), ask.trace())) {
            case Reading.Said(var body) -> Json.tree(body);
            case Reading.Nothing() ->
                throw new RefusedException(
                        GeneralRefusal.NOT_FOUND,
                        "There was no " + path + " at " + at.time() + ", or it is not yours.");
            case Reading.Unreachable() ->
                throw new RefusedException(
                        GatewayRefusal.SERVICE_UNREACHABLE,
                        "The " + service.key() + " service does not answer at the moment; try again.");
        };
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
