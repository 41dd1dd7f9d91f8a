package org.fediversity.deployment.api;

import com.fasterxml.uuid.Generators;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.fediversity.deployment.api.Documents.IssuedToken;
import org.fediversity.deployment.api.Documents.NewToken;
import org.fediversity.deployment.api.Documents.TokenDocument;
import org.fediversity.deployment.domain.DeploymentCommand.IssueToken;
import org.fediversity.deployment.domain.DeploymentCommand.RevokeToken;
import org.fediversity.deployment.domain.PlanDigest;
import org.fediversity.deployment.view.DeploymentQueries;
import org.fediversity.deployment.view.TokenRow;
import org.fediversity.runtime.Commands;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.Fault;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.GeneralRefusal;
import org.fediversity.runtime.web.Page;
import org.jspecify.annotations.Nullable;

/// Deployment tokens: scoped, expiring credentials with which others act on a deployment.
@Path("/api/v1/deployments/{id}/tokens")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("operator")
@Tag(name = "Tokens")
class TokensResource {
    private static final Set<String> SCOPES = Set.of("state:read", "migrate");
    private static final long HOUR = 3_600;
    private static final long LONGEST = 90 * 24 * HOUR;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Commands commands;
    private final Owned owned;
    private final DeploymentQueries queries;

    TokensResource(Commands commands, Owned owned, DeploymentQueries queries) {
        this.commands = commands;
        this.owned = owned;
        this.queries = queries;
    }

    @POST
    @Operation(operationId = "issueToken", summary = "Issues a token; it is shown once")
    @APIResponse(
            responseCode = "201",
            description = "Issued",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = IssuedToken.class)))
    public Response issue(@PathParam("id") String id, @Nullable NewToken body) {
        owned.deployment(id);
        List<String> scopes = body == null ? List.of() : Objects.requireNonNullElse(body.scopes(), List.of());
        long seconds = body == null ? HOUR : Objects.requireNonNullElse(body.expiresIn(), HOUR);
        refuse(scopes, seconds);
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        String token = "fdt_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        String tokenId = Generators.timeBasedEpochRandomGenerator().generate().toString();
        Instant expiresAt = Instant.now().plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS);
        commands.ask(new IssueToken(
                id,
                tokenId,
                scopes,
                HexFormat.of().formatHex(PlanDigest.sha256(token.getBytes(StandardCharsets.UTF_8))),
                expiresAt.toString()));
        return Response.status(201)
                .header("Location", "/api/v1/deployments/" + id + "/tokens/" + tokenId)
                .header("Cache-Control", "no-store")
                .entity(new IssuedToken(tokenId, token, scopes, expiresAt))
                .build();
    }

    private static void refuse(List<String> scopes, long seconds) {
        List<Fault> faults = new ArrayList<>();
        if (scopes.isEmpty() || !scopes.stream().allMatch(scope -> scope != null && SCOPES.contains(scope))) {
            faults.add(new Fault("/scopes", "must name some of state:read, migrate"));
        }
        if (seconds < 1 || seconds > LONGEST) {
            faults.add(new Fault("/expiresIn", "must be 1 to " + LONGEST + " seconds"));
        }
        if (!faults.isEmpty()) {
            throw new RefusedException(new Decision.Refused(GeneralRefusal.INVALID, "No token was issued.", faults));
        }
    }

    @GET
    @Operation(operationId = "listTokens", summary = "Lists tokens that were not revoked")
    public Page<TokenDocument> list(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        int most = Page.limit(limit);
        return Page.of(
                queries.tokens(owned.deployment(id).id(), Page.after(cursor), most + 1),
                most,
                TokenRow::id,
                row -> new TokenDocument(row.id(), row.scopes(), row.issuedAt(), row.expiresAt()));
    }

    @DELETE
    @Path("/{token}")
    @Operation(operationId = "revokeToken", summary = "Makes a token worthless")
    @APIResponse(responseCode = "204", description = "Revoked")
    public Response revoke(@PathParam("id") String id, @PathParam("token") String token) {
        owned.deployment(id);
        commands.ask(new RevokeToken(id, token));
        return Response.noContent().build();
    }
}
