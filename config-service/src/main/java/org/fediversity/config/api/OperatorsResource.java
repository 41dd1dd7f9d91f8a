package org.fediversity.config.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.fediversity.config.domain.OperatorCommand.RecordErasure;
import org.fediversity.config.domain.OperatorCommand.RegisterOperator;
import org.fediversity.runtime.Cause;
import org.fediversity.runtime.Commands;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.Fault;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.Caller;
import org.fediversity.runtime.web.GeneralRefusal;
import org.fediversity.runtime.web.RequestCause;
import org.fediversity.runtime.web.Tags;
import org.jspecify.annotations.Nullable;

/// Operators sign up, and can have everything that is known about them shown, changed and erased.
@Path("/api/v1/operators")
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Operators and domains")
public class OperatorsResource {
    private static final int LONGEST = 200;

    private final Caller caller;
    private final Commands commands;
    private final PersonalData people;
    private final RequestCause cause;

    OperatorsResource(Caller caller, Commands commands, PersonalData people, RequestCause cause) {
        this.cause = cause;
        this.caller = caller;
        this.commands = commands;
        this.people = people;
    }

    /// What is told at sign-up; everything may be left out, and in a change what is left out stays.
    ///
    /// @param displayName how to call them
    /// @param email       where to reach them
    /// @param language    BCP 47 tag
    @JsonIgnoreProperties(ignoreUnknown = true) // front-ends may tell more than is kept
    public record About(
            @Nullable String displayName,
            @Nullable String email,
            @Nullable String language) {}

    /// @param id opaque; the one thing about an operator that events know
    public record OperatorDocument(String id, String displayName, String email, String language, Instant since) {}

    /// Proof of an erasure, for the operator to keep.
    public record Receipt(String operator, Instant erasedAt, String receipt) {}

    @POST
    @Operation(operationId = "signUp", summary = "Sign up; doing it twice is doing it once")
    @APIResponse(
            responseCode = "201",
            description = "Signed up",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = OperatorDocument.class)))
    @APIResponse(
            responseCode = "200",
            description = "Signed up before",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = OperatorDocument.class)))
    public Response signUp(@Nullable About about) {
        About told = checked(about);
        boolean known = people.of(caller.subject()).isPresent();
        commands.ask(new RegisterOperator(caller.subject()));
        keep(told);
        OperatorDocument me = document();
        return Response.status(known ? 200 : 201)
                .location(URI.create("/api/v1/operators/me"))
                .tag(tag(me))
                .entity(me)
                .build();
    }

    @GET
    @Path("me")
    @Operation(operationId = "getMe", summary = "Everything that is known about you")
    @APIResponse(
            responseCode = "200",
            description = "You",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = OperatorDocument.class)))
    public Response me(@HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        OperatorDocument me = document();
        return Kept.of(me, Tags.of(tag(me)), Kept.ASK_AGAIN, ifNoneMatch);
    }

    @PATCH
    @Path("me")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @Operation(operationId = "changeMe", summary = "Change what is known about you")
    @APIResponse(
            responseCode = "200",
            description = "You, as you are now",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = OperatorDocument.class)))
    public Response change(@HeaderParam("If-Match") @Nullable String ifMatch, @Nullable About about) {
        About told = checked(about);
        Tags.honour(ifMatch, Tags.of(tag(document())));
        keep(told);
        return me(null);
    }

    @DELETE
    @Path("me")
    @Operation(operationId = "eraseMe", summary = "Erase your personal data; the history keeps an opaque id only")
    public Receipt erase(@HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        Tags.honour(ifMatch, Tags.of(tag(document())));
        Instant now = Instant.now();
        String receipt = sha256(caller.subject() + "\n" + now);
        Cause asked = cause.cause().orElseThrow();
        QuarkusTransaction.requiringNew()
                .call(() -> asked.during(() -> {
                    people.erase(caller.subject());
                    if (commands.send(new RecordErasure(caller.subject(), receipt))
                            instanceof Decision.Refused refused) {
                        throw new RefusedException(refused);
                    }
                    return receipt;
                }));
        return new Receipt(caller.subject(), now, receipt);
    }

    private void keep(About told) {
        Optional<PersonalData.Person> before = people.of(caller.subject());
        people.keep(new PersonalData.Person(
                caller.subject(),
                Optional.ofNullable(told.displayName())
                        .orElse(before.map(PersonalData.Person::displayName).orElse("")),
                Optional.ofNullable(told.email())
                        .orElse(before.map(PersonalData.Person::email).orElse("")),
                Optional.ofNullable(told.language())
                        .orElse(before.map(PersonalData.Person::language).orElse("en")),
                Instant.now()));
    }

    private OperatorDocument document() {
        return people.of(caller.subject())
                .map(person -> new OperatorDocument(
                        person.operator(), person.displayName(), person.email(), person.language(), person.since()))
                .orElseThrow(() -> new RefusedException(
                        GeneralRefusal.NOT_FOUND, "You have not signed up yet: POST /api/v1/operators."));
    }

    private static About checked(@Nullable About about) {
        About told = about == null ? new About(null, null, null) : about;
        List<Fault> faults = new ArrayList<>();
        if (told.displayName() != null && told.displayName().length() > LONGEST) {
            faults.add(new Fault("/displayName", "is longer than " + LONGEST + " characters"));
        }
        if (told.email() != null && !told.email().isEmpty() && !told.email().matches("[^@\\s]{1,64}@[^@\\s]{1,255}")) {
            faults.add(new Fault("/email", "is not an e-mail address"));
        }
        if (told.language() != null && !told.language().matches("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")) {
            faults.add(new Fault("/language", "is not a language tag such as en or pt-BR"));
        }
        if (!faults.isEmpty()) {
            throw new RefusedException(new Decision.Refused(
                    GeneralRefusal.INVALID, "What was told about the operator is not right.", faults));
        }
        return told;
    }

    private static String tag(OperatorDocument me) {
        return sha256(me.displayName() + "\n" + me.email() + "\n" + me.language())
                .substring(0, 16);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
