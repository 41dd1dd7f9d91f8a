package org.fediversity.config.api;

import com.fasterxml.jackson.annotation.JsonInclude;
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
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.fediversity.config.domain.DomainCommand.ClaimDomain;
import org.fediversity.config.domain.DomainCommand.RecordVerification;
import org.fediversity.config.domain.DomainName;
import org.fediversity.config.domain.DomainRules;
import org.fediversity.config.domain.IdentityRefusal;
import org.fediversity.config.domain.TxtRecords;
import org.fediversity.config.view.Domains;
import org.fediversity.runtime.Commands;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.Fault;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.Caller;
import org.fediversity.runtime.web.GeneralRefusal;
import org.fediversity.runtime.web.Page;
import org.jspecify.annotations.Nullable;

/// Operators claim domains and prove that they are theirs.
@Path("/api/v1/domains")
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Operators and domains")
public class DomainsResource {
    private static final int CHALLENGE_BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Caller caller;
    private final Commands commands;
    private final Domains domains;
    private final TxtRecords txt;
    private final DomainRules rules;

    DomainsResource(Caller caller, Commands commands, Domains domains, TxtRecords txt, DomainRules rules) {
        this.rules = rules;
        this.caller = caller;
        this.commands = commands;
        this.domains = domains;
        this.txt = txt;
    }

    /// @param name e.g. `example.org`
    public record NewDomain(@Nullable String name) {}

    /// The TXT record to set.
    public record Challenge(String type, String name, String value) {}

    /// @param status       `pending`, `verified`, or `lapsed`: it was verified, but its TXT record stayed away
    /// @param challenge    what to set: while it is pending, and while the record of a verified one is missing
    /// @param expiresAt    when a pending claim is given up
    /// @param missingUntil of a verified one whose TXT record is gone: when it lapses unless the record comes back
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DomainDocument(
            String name,
            String status,
            boolean verified,
            @Nullable Challenge challenge,
            String claimedAt,
            @Nullable String expiresAt,
            @Nullable String missingUntil) {}

    @POST
    @Operation(operationId = "claimDomain", summary = "Claim a domain; *.localhost is verified at once")
    @APIResponse(
            responseCode = "201",
            description = "Claimed",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = DomainDocument.class)))
    @APIResponse(
            responseCode = "200",
            description = "Claimed before",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = DomainDocument.class)))
    public Response claim(@Nullable NewDomain wanted) {
        DomainName name = name(wanted == null ? null : wanted.name());
        boolean known = domains.claim(caller.subject(), name.text()).isPresent();
        byte[] random = new byte[CHALLENGE_BYTES];
        RANDOM.nextBytes(random);
        commands.ask(new ClaimDomain(
                name.text(),
                caller.subject(),
                Base64.getUrlEncoder().withoutPadding().encodeToString(random)));
        return Response.status(known ? 200 : 201)
                .location(URI.create("/api/v1/domains/" + name.text()))
                .entity(document(name))
                .build();
    }

    @GET
    @Operation(operationId = "listDomains", summary = "Your domains")
    public Page<DomainDocument> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        int most = Page.limit(limit);
        List<Domains.Domain> found = domains.of(caller.subject(), Page.after(cursor), most + 1);
        return Page.of(found, most, Domains.Domain::name, this::shown);
    }

    @GET
    @Path("{name}")
    @Operation(operationId = "getDomain", summary = "One of your domains")
    public DomainDocument one(@PathParam("name") String name) {
        return document(name(name));
    }

    @POST
    @Path("{name}/verifications")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "verifyDomain", summary = "Look for the TXT record now; says what was seen instead")
    public DomainDocument verify(@PathParam("name") String typed) {
        DomainName name = name(typed);
        Domains.Domain claim = domains.claim(caller.subject(), name.text()).orElseThrow(DomainsResource::notYours);
        if (!claim.verified() || claim.missingUntil().isPresent()) {
            List<String> seen =
                    switch (txt.at(name.challengeName())) {
                        case TxtRecords.Answer.Found(var texts) -> texts;
                        case TxtRecords.Answer.Unreachable(var why) ->
                            throw new RefusedException(GeneralRefusal.UNAVAILABLE, why);
                    };
            commands.ask(new RecordVerification(
                    name.text(),
                    caller.subject(),
                    seen.contains(claim.challenge()),
                    "Set the TXT record " + name.challengeName() + " to \"" + claim.challenge()
                            + "\". The name servers have "
                            + (seen.isEmpty() ? "no TXT record there." : "these instead: " + seen + "."),
                    Instant.now(),
                    rules.grace()));
        }
        return document(name);
    }

    private DomainDocument document(DomainName name) {
        return domains.claim(caller.subject(), name.text()).map(this::shown).orElseThrow(DomainsResource::notYours);
    }

    private DomainDocument shown(Domains.Domain domain) {
        boolean pending = domain.status().equals("pending");
        return new DomainDocument(
                domain.name(),
                domain.status(),
                domain.verified(),
                pending || domain.missingUntil().isPresent()
                        ? new Challenge("TXT", new DomainName(domain.name()).challengeName(), domain.challenge())
                        : null,
                domain.claimedAt(),
                pending
                        ? Instant.parse(domain.claimedAt())
                                .plus(rules.proveWithin())
                                .toString()
                        : null,
                domain.missingUntil().map(Instant::toString).orElse(null));
    }

    private static DomainName name(@Nullable String typed) {
        return DomainName.of(typed == null ? "" : typed)
                .orElseThrow(() -> new RefusedException(new Decision.Refused(
                        IdentityRefusal.NOT_A_DOMAIN,
                        "Give a name such as example.org.",
                        List.of(new Fault("/name", "is not a domain name below a top-level domain")))));
    }

    private static RefusedException notYours() {
        return new RefusedException(GeneralRefusal.NOT_FOUND, "You have not claimed this domain.");
    }
}
