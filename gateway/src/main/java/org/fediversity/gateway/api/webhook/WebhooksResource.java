package org.fediversity.gateway.api.webhook;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.fediversity.contracts.EventName;
import org.fediversity.gateway.api.Watching;
import org.fediversity.gateway.api.webhook.WebhookAnswers.Added;
import org.fediversity.gateway.api.webhook.WebhookAnswers.Created;
import org.fediversity.gateway.api.webhook.WebhookAnswers.Delivery;
import org.fediversity.gateway.api.webhook.WebhookAnswers.Document;
import org.fediversity.gateway.api.webhook.WebhookAnswers.Replayed;
import org.fediversity.gateway.api.webhook.WebhookAnswers.Rotated;
import org.fediversity.gateway.domain.GatewayRefusal;
import org.fediversity.gateway.domain.Role;
import org.fediversity.gateway.domain.Viewer;
import org.fediversity.gateway.domain.webhook.Delivering;
import org.fediversity.gateway.domain.webhook.Signature;
import org.fediversity.gateway.domain.webhook.Target;
import org.fediversity.gateway.domain.webhook.Webhook.Aim;
import org.fediversity.gateway.domain.webhook.WebhookCommand.Change;
import org.fediversity.gateway.domain.webhook.WebhookCommand.Disable;
import org.fediversity.gateway.domain.webhook.WebhookCommand.Enable;
import org.fediversity.gateway.domain.webhook.WebhookCommand.Register;
import org.fediversity.gateway.domain.webhook.WebhookCommand.Remove;
import org.fediversity.gateway.domain.webhook.WebhookCommand.Rotate;
import org.fediversity.gateway.domain.webhook.WebhookRules;
import org.fediversity.gateway.view.HistoryQueries;
import org.fediversity.gateway.view.SetupKeys;
import org.fediversity.gateway.view.webhook.Deliveries;
import org.fediversity.gateway.view.webhook.Webhooks;
import org.fediversity.gateway.view.webhook.Webhooks.Subscription;
import org.fediversity.runtime.Commands;
import org.fediversity.runtime.EventCatalogue;
import org.fediversity.runtime.Json;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.vault.Vault;
import org.fediversity.runtime.web.Caller;
import org.fediversity.runtime.web.GeneralRefusal;
import org.fediversity.runtime.web.Page;
import org.fediversity.runtime.web.Tags;
import org.jspecify.annotations.Nullable;

/// Operators and providers have what they may see delivered to them (Standard Webhooks 1.0).
@Path("/api/v1/webhooks")
@RolesAllowed({"operator", "provider"})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks", description = "Events, delivered by HTTP as they happen or from any position on")
class WebhooksResource {
    private static final String TEST_TYPE = EventName.PREFIX + "WebhookTest";
    private static final int MOST_WEBHOOKS = 100;
    private static final int MOST_IN_FILTER = 100;
    private static final int SECRET_BYTES = 32;
    private static final long LONGEST_OVERLAP_SECONDS = Duration.ofDays(30).toSeconds();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Caller caller;
    private final SecurityIdentity identity;
    private final Commands commands;
    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final HistoryQueries history;
    private final Watching watching;
    private final Delivering delivering;
    private final Vault vault;
    private final SetupKeys keys;
    private final WebhookRules rules;
    private final String setup;

    WebhooksResource(
            Caller caller,
            SecurityIdentity identity,
            Commands commands,
            Webhooks webhooks,
            Deliveries deliveries,
            HistoryQueries history,
            Watching watching,
            Delivering delivering,
            Vault vault,
            SetupKeys keys,
            WebhookRules rules,
            @ConfigProperty(name = "fediversity.setup.name", defaultValue = "local") String setup) {
        this.caller = caller;
        this.identity = identity;
        this.commands = commands;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.history = history;
        this.watching = watching;
        this.delivering = delivering;
        this.vault = vault;
        this.keys = keys;
        this.rules = rules;
        this.setup = setup;
    }

    /// What is sent to subscribe, for the API's description.
    ///
    /// @param types       bare or full event types; none for all
    /// @param deployments none for all that you may see
    /// @param from        first position to deliver; without it, what happens from now on
    /// @param secret      to sign with, `whsec_` and 24 to 64 bytes in base64; made here if there is none
    /// @param handshake   whether the receiver is asked first if it wants deliveries (CloudEvents, OPTIONS)
    record NewSubscription(
            @Schema(required = true, format = "uri", maxLength = 2000)
            String url,

            @Nullable List<String> types,
            @Nullable List<String> deployments,
            @Nullable Long from,
            @Nullable String secret,
            @Nullable Boolean handshake) {}

    /// What can be changed, for the API's description: what is left out stays.
    record ChangedSubscription(
            @Nullable String url,
            @Nullable List<String> types,
            @Nullable List<String> deployments,
            @Nullable Boolean enabled,
            @Nullable Boolean handshake) {}

    record NewSecret(@Nullable String secret, @Nullable Long overlapSeconds) {}

    record Range(
            @Schema(required = true) long from,
            @Schema(required = true) long to) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "createWebhook", summary = "Subscribe; the secret is shown once")
    @APIResponse(
            responseCode = "201",
            description = "The webhook and its secret",
            content = @Content(schema = @Schema(implementation = Created.class)))
    public Response create(
            @RequestBody(required = true, content = @Content(schema = @Schema(implementation = NewSubscription.class)))
                    String text,
            @HeaderParam("Authorization") @Nullable String authorization,
            @HeaderParam("traceparent") @Nullable String traceparent) {
        WebhookBody body = WebhookBody.read(text, Set.of("url", "types", "deployments", "from", "secret", "handshake"));
        Optional<String> url = body.text("url");
        if (url.isEmpty() && (!body.has("url"))) {
            body.fault("/url", "is missing");
        }
        List<String> types = types(body).orElse(List.of());
        List<String> deployments = deployments(body, authorization, traceparent).orElse(List.of());
        long from = body.number("from", 0, history.size()).orElseGet(history::size);
        byte[] secret = secret(body);
        Optional<Target> target = url.flatMap(given -> target(body, given));
        body.check();
        Viewer viewer = viewer();
        if (webhooks.webhooksOf(viewer.subject()).size() >= MOST_WEBHOOKS) {
            throw new RefusedException(
                    GatewayRefusal.TOO_MANY_WEBHOOKS,
                    "Nobody has more than " + MOST_WEBHOOKS + " webhooks; delete one that you no longer need.");
        }
        shakeHands(body, target.orElseThrow());
        String id = UUID.randomUUID().toString();
        String address = vault.put(id, url.orElseThrow().getBytes(StandardCharsets.UTF_8));
        String reference = vault.put(id, secret);
        commands.ask(new Register(
                id,
                viewer.subject(),
                viewer.roles().stream()
                        .map(role -> role.name().toLowerCase(Locale.ROOT))
                        .sorted()
                        .toList(),
                new Aim(target.orElseThrow().authority(), address, types, deployments),
                from,
                reference));
        Subscription made = mine(id);
        return Response.status(201)
                .location(URI.create("/api/v1/webhooks/" + id))
                .tag(tag(made))
                .entity(new Created(
                        id,
                        Signature.written(secret),
                        url.orElseThrow(),
                        types,
                        deployments,
                        "active",
                        made.scanned(),
                        publicKey(),
                        made.createdAt()))
                .build();
    }

    @GET
    @Operation(operationId = "listWebhooks", summary = "Your webhooks")
    public Page<Document> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        int most = Page.limit(limit);
        List<Subscription> found = webhooks.of(caller.subject(), Page.after(cursor), most + 1);
        return Page.of(found, most, Subscription::id, this::shown);
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "getWebhook", summary = "One of your webhooks")
    @APIResponse(
            responseCode = "200",
            description = "The webhook",
            content = @Content(schema = @Schema(implementation = Document.class)))
    public Response one(@PathParam("id") String id, @HeaderParam("If-None-Match") @Nullable String known) {
        Subscription webhook = mine(id);
        return Tags.known(known, Tags.of(webhook.revision()))
                ? Response.notModified(tag(webhook)).build()
                : Response.ok(shown(webhook)).tag(tag(webhook)).build();
    }

    @PATCH
    @Path("{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @Operation(operationId = "changeWebhook", summary = "Go elsewhere, be about something else, stop or go on")
    @APIResponse(
            responseCode = "200",
            description = "The webhook as it is now",
            content = @Content(schema = @Schema(implementation = Document.class)))
    public Response change(
            @PathParam("id") String id,
            @RequestBody(
                            required = true,
                            content = @Content(schema = @Schema(implementation = ChangedSubscription.class)))
                    String text,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @HeaderParam("Authorization") @Nullable String authorization,
            @HeaderParam("traceparent") @Nullable String traceparent) {
        Subscription webhook = mine(id);
        Tags.honour(ifMatch, Tags.of(webhook.revision()));
        WebhookBody body = WebhookBody.read(text, Set.of("url", "types", "deployments", "enabled", "handshake"));
        Optional<String> url = body.text("url");
        if (body.has("url") && url.isEmpty()) {
            body.fault("/url", "cannot be taken away");
        }
        List<String> types = types(body).orElseGet(() -> sorted(webhook.types()));
        List<String> deployments =
                deployments(body, authorization, traceparent).orElseGet(() -> sorted(webhook.deployments()));
        Optional<Boolean> enabled = body.truth("enabled");
        Optional<Target> target = url.flatMap(given -> target(body, given));
        body.check();
        shakeHands(body, target.orElseGet(() -> Target.parse(url(webhook))));
        boolean moves = url.isPresent() && !url.get().equals(url(webhook));
        String host = moves ? target.orElseThrow().authority() : webhook.host();
        String address = moves ? vault.put(id, url.orElseThrow().getBytes(StandardCharsets.UTF_8)) : webhook.address();
        commands.ask(new Change(id, new Aim(host, address, types, deployments)));
        enabled.ifPresent(on -> commands.ask(on ? new Enable(id) : new Disable(id, "its owner disabled it")));
        Subscription now = mine(id);
        return Response.ok(shown(now)).tag(tag(now)).build();
    }

    @DELETE
    @Path("{id}")
    @Operation(operationId = "deleteWebhook", summary = "Unsubscribe; the log of deliveries goes, too")
    @APIResponse(responseCode = "204", description = "It is gone")
    public void remove(@PathParam("id") String id, @HeaderParam("If-Match") @Nullable String ifMatch) {
        Subscription webhook = mine(id);
        Tags.honour(ifMatch, Tags.of(webhook.revision()));
        commands.ask(new Remove(id));
    }

    @POST
    @Path("{id}/test")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "testWebhook", summary = "Deliver something that means nothing")
    @APIResponse(
            responseCode = "202",
            description = "The delivery is on its way",
            content = @Content(schema = @Schema(implementation = Added.class)))
    public Response test(@PathParam("id") String id) {
        Subscription webhook = active(id);
        String message = "test_" + UUID.randomUUID();
        String body = Json.write(new Test(
                TEST_TYPE,
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                Map.of("webhook", webhook.id(), "message", "This webhook works.")));
        return added(id, deliveries.addTest(id, message, TEST_TYPE, body));
    }

    private record Test(String type, Instant timestamp, Map<String, String> data) {}

    @POST
    @Path("{id}/secret-rotations")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "rotateWebhookSecret", summary = "Sign with a new secret; the old one signs along a while")
    @APIResponse(
            responseCode = "201",
            description = "The new secret, shown once",
            content = @Content(schema = @Schema(implementation = Rotated.class)))
    public Response rotate(
            @PathParam("id") String id,
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(implementation = NewSecret.class)))
                    @Nullable
                    String text) {
        mine(id);
        WebhookBody body = WebhookBody.read(text == null ? "" : text, Set.of("secret", "overlapSeconds"));
        byte[] secret = secret(body);
        long overlap = body.number("overlapSeconds", 0, LONGEST_OVERLAP_SECONDS)
                .orElse(rules.overlap().toSeconds());
        body.check();
        Instant until = Instant.now().plusSeconds(overlap).truncatedTo(ChronoUnit.MILLIS);
        commands.ask(new Rotate(id, vault.put(id, secret), until.toString()));
        return Response.status(201)
                .location(URI.create("/api/v1/webhooks/" + id))
                .entity(new Rotated(Signature.written(secret), until))
                .build();
    }

    @GET
    @Path("{id}/deliveries")
    @Operation(operationId = "listDeliveries", summary = "What was delivered or is to be, the newest first")
    public Page<Delivery> deliveries(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        mine(id);
        int most = Page.limit(limit);
        String after = Page.after(cursor);
        return Page.of(
                deliveries.log(id, after.isEmpty() ? Long.MAX_VALUE : number(after), most + 1),
                most,
                logged -> Long.toString(logged.id()),
                Delivery::of);
    }

    @GET
    @Path("{id}/deliveries/{delivery}")
    @Operation(operationId = "getDelivery", summary = "One delivery and its attempts")
    public Delivery delivery(@PathParam("id") String id, @PathParam("delivery") String delivery) {
        mine(id);
        return deliveries.one(id, number(delivery)).map(Delivery::of).orElseThrow(WebhooksResource::noSuchDelivery);
    }

    @POST
    @Path("{id}/deliveries/{delivery}/redeliver")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "redeliver", summary = "Deliver once more, byte for byte")
    @APIResponse(
            responseCode = "202",
            description = "A new delivery is on its way",
            content = @Content(schema = @Schema(implementation = Added.class)))
    public Response redeliver(@PathParam("id") String id, @PathParam("delivery") String delivery) {
        active(id);
        return added(id, deliveries.again(id, number(delivery)).orElseThrow(WebhooksResource::noSuchDelivery));
    }

    @POST
    @Path("{id}/replays")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "replayWebhook",
            summary = "Deliver a range of the history once more, byte for byte",
            description = "Both ends are included; what the webhook's filters leave out stays out.")
    @APIResponse(
            responseCode = "202",
            description = "The range is worked off",
            content = @Content(schema = @Schema(implementation = Replayed.class)))
    public Response replay(
            @PathParam("id") String id,
            @RequestBody(required = true, content = @Content(schema = @Schema(implementation = Range.class)))
                    String text) {
        active(id);
        WebhookBody body = WebhookBody.read(text, Set.of("from", "to"));
        long last = history.size() - 1;
        Optional<Long> from = body.number("from", 0, Math.max(0, last));
        Optional<Long> to = body.number("to", from.orElse(0L), Math.max(0, last));
        for (String name : List.of("from", "to")) {
            if (!body.has(name)) {
                body.fault("/" + name, "is missing");
            }
        }
        body.check();
        deliveries.replay(id, from.orElseThrow(), to.orElseThrow());
        return Response.accepted(new Replayed(from.orElseThrow(), to.orElseThrow()))
                .location(URI.create("/api/v1/webhooks/" + id + "/deliveries"))
                .build();
    }

    private static Response added(String id, long delivery) {
        return Response.accepted(new Added(Long.toString(delivery)))
                .location(URI.create("/api/v1/webhooks/" + id + "/deliveries/" + delivery))
                .build();
    }

    /// In which roles a webhook sees: an auditor who is an operator, too, subscribes as an operator.
    private Viewer viewer() {
        Set<Role> roles = EnumSet.of(Role.OPERATOR, Role.PROVIDER);
        roles.retainAll(Role.among(identity.getRoles()));
        return new Viewer(caller.subject(), roles);
    }

    private Subscription mine(String id) {
        return webhooks.of(caller.subject(), id)
                .orElseThrow(() -> new RefusedException(
                        GeneralRefusal.NOT_FOUND, "There is no webhook " + id + ", or it is not yours."));
    }

    private Subscription active(String id) {
        Subscription webhook = mine(id);
        if (webhook.disabled().isPresent()) {
            throw new RefusedException(
                    GatewayRefusal.WEBHOOK_DISABLED,
                    "Nothing is delivered: " + webhook.disabled().get()
                            + ". Enable it first: PATCH {\"enabled\": true}.");
        }
        return webhook;
    }

    private static RefusedException noSuchDelivery() {
        return new RefusedException(GeneralRefusal.NOT_FOUND, "There is no such delivery in the log of this webhook.");
    }

    private static long number(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }

    private static Optional<List<String>> types(WebhookBody body) {
        return body.texts("types", MOST_IN_FILTER).map(names -> {
            List<String> types = names.stream()
                    .map(name -> name.startsWith(EventName.PREFIX) ? name : EventName.PREFIX + name)
                    .toList();
            for (int i = 0; i < types.size(); i++) {
                if (EventCatalogue.named(types.get(i)).isEmpty()) {
                    body.fault("/types/" + i, "there is no such event type");
                }
            }
            return sorted(Set.copyOf(types));
        });
    }

    private Optional<List<String>> deployments(
            WebhookBody body, @Nullable String authorization, @Nullable String traceparent) {
        return body.texts("deployments", MOST_IN_FILTER).map(ids -> {
            for (int i = 0; i < ids.size(); i++) {
                try {
                    watching.needDeployment(
                            viewer(),
                            ids.get(i),
                            Optional.ofNullable(authorization).orElse(""),
                            Optional.ofNullable(traceparent).orElse(""));
                } catch (RefusedException e) {
                    if (e.refused().why() != GeneralRefusal.NOT_FOUND) {
                        throw e;
                    }
                    body.fault("/deployments/" + i, "there is no such deployment, or it is not yours");
                }
            }
            return sorted(Set.copyOf(ids));
        });
    }

    private static List<String> sorted(Set<String> values) {
        return values.stream().sorted().toList();
    }

    private static byte[] secret(WebhookBody body) {
        Optional<String> given = body.text("secret");
        if (given.isPresent()) {
            Optional<byte[]> read = Signature.secret(given.get());
            if (read.isEmpty()) {
                body.fault("/secret", "whsec_ and then 24 to 64 bytes in base64 are expected");
            }
            return read.orElse(new byte[0]);
        }
        byte[] fresh = new byte[SECRET_BYTES];
        RANDOM.nextBytes(fresh);
        return fresh;
    }

    private Optional<Target> target(WebhookBody body, String url) {
        try {
            Target target = Target.parse(url);
            delivering.objection(target).ifPresent(objection -> body.fault("/url", objection));
            return Optional.of(target);
        } catch (IllegalArgumentException e) {
            body.fault("/url", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void shakeHands(WebhookBody body, Target target) {
        boolean wanted = body.truth("handshake").orElse(false);
        body.check();
        if (wanted && !delivering.isWelcome(target, setup)) {
            body.fault(
                    "/url",
                    "the receiver does not answer OPTIONS with WebHook-Request-Origin: " + setup
                            + " by a WebHook-Allowed-Origin that fits");
            body.check();
        }
    }

    private String url(Subscription webhook) {
        return vault.get(webhook.address())
                .map(url -> new String(url, StandardCharsets.UTF_8))
                .orElse("");
    }

    private String publicKey() {
        return Signature.written(keys.pair(SetupKeys.WEBHOOKS).getPublic());
    }

    private Document shown(Subscription webhook) {
        return new Document(
                webhook.id(),
                url(webhook),
                sorted(webhook.types()),
                sorted(webhook.deployments()),
                webhook.disabled().isPresent() ? "disabled" : "active",
                webhook.disabled(),
                webhook.scanned(),
                webhook.failingSince(),
                publicKey(),
                webhook.createdAt());
    }

    private static EntityTag tag(Subscription webhook) {
        return new EntityTag(Long.toString(webhook.revision()));
    }
}
