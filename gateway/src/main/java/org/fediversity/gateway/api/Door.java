package org.fediversity.gateway.api;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.fediversity.gateway.api.RateLimits.Ruling;
import org.fediversity.gateway.domain.GatewayRefusal;
import org.fediversity.gateway.domain.Role;
import org.fediversity.gateway.domain.Route;
import org.fediversity.gateway.domain.Routes;
import org.fediversity.gateway.domain.Routes.Match;
import org.fediversity.gateway.domain.Trace;
import org.fediversity.gateway.domain.Viewer;
import org.jboss.logging.Logger;

/// Every request to the API passes here: it gets its place in a trace, its route is looked up, its token is
/// checked, its subject's rate is counted. Only then is it answered, here or by a service. What fails is answered
/// by a problem.
@ApplicationScoped
class Door {
    private static final Logger LOG = Logger.getLogger("org.fediversity.door");
    // Before cross-origin checks (300) and after authentication (200) and authorisation (100) of the framework.
    private static final int FIRST = 1000;
    private static final int AFTER_AUTHENTICATION = 50;

    /// What servers read without being asked to.
    private static final int LONGEST_ADDRESS = 4_000;

    private static final int LARGEST_HEADERS = 16_000;

    private final SecureRandom random = new SecureRandom();
    private final IdentityProviderManager identities;
    private final RateLimits limits;
    private final Reception reception;

    Door(IdentityProviderManager identities, RateLimits limits, Reception reception) {
        this.identities = identities;
        this.limits = limits;
        this.reception = reception;
    }

    void register(@Observes Filters filters) {
        filters.register(this::arrive, FIRST);
        filters.register(this::enter, AFTER_AUTHENTICATION);
    }

    private void arrive(RoutingContext context) {
        String given = context.request().getHeader("traceparent");
        Trace trace = Trace.following(given == null ? "" : given, random);
        Visit.trace(context, trace);
        context.request().headers().set("traceparent", trace.traceparent());
        context.addHeadersEndHandler(done -> {
            HttpServerResponse response = context.response();
            response.putHeader("traceparent", trace.traceparent());
            response.putHeader("X-Content-Type-Options", "nosniff");
            response.putHeader("X-Frame-Options", "DENY");
            response.putHeader("Referrer-Policy", "no-referrer");
            if (context.normalizedPath().startsWith(Routes.BASE)) {
                response.putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
                if (!response.headers().contains("Cache-Control")) {
                    response.putHeader("Cache-Control", "no-store");
                }
            }
            if (context.request().isSSL()) {
                response.putHeader("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
            }
        });
        context.next();
    }

    private void enter(RoutingContext context) {
        String path = context.normalizedPath();
        if (path.startsWith("/q/") || reception.isOwnErrand(context)) {
            context.next();
            return;
        }
        if (context.request().uri().length() > LONGEST_ADDRESS) {
            Problems.answer(
                    context,
                    GatewayRefusal.ADDRESS_TOO_LONG,
                    "An address has at most " + LONGEST_ADDRESS + " characters, its query included.");
            return;
        }
        if (size(context.request().headers()) > LARGEST_HEADERS) {
            Problems.answer(
                    context,
                    GatewayRefusal.HEADERS_TOO_LARGE,
                    "All headers together have at most " + LARGEST_HEADERS + " characters.");
            return;
        }
        String method = context.request().method().name();
        switch (Routes.find(method, path)) {
            case Match.Found(var route, var values) -> {
                route.deprecation().ifPresent(known -> known.headers().forEach(context.response()::putHeader));
                authenticate(context, route, values);
            }
            case Match.OtherMethod(var allowed) -> {
                context.response().putHeader("Allow", String.join(", ", allowed));
                if (method.equals("OPTIONS")) {
                    context.response().setStatusCode(204).end();
                } else {
                    Problems.answer(
                            context,
                            GatewayRefusal.METHOD_NOT_ALLOWED,
                            path + " knows " + String.join(", ", allowed) + ".");
                }
            }
            case Match.Unknown() ->
                Problems.answer(context, GatewayRefusal.NO_SUCH_PATH, "There is no " + path + "; see /q/openapi.");
        }
    }

    private static int size(MultiMap headers) {
        return headers.entries().stream()
                .mapToInt(header -> header.getKey().length() + header.getValue().length())
                .sum();
    }

    private void authenticate(RoutingContext context, Route route, Map<String, String> values) {
        context.request().pause();
        context.put(QuarkusHttpUser.AUTH_FAILURE_HANDLER, (BiConsumer<RoutingContext, Throwable>)
                (failed, why) -> LOG.debug("a token was refused", why));
        QuarkusHttpUser.getSecurityIdentity(context, identities)
                .subscribe()
                .with(identity -> admit(context, route, values, identity), failure -> refuse(context, failure));
    }

    private static void refuse(RoutingContext context, Throwable failure) {
        if (isRefusedToken(failure)) {
            challenge(
                    context,
                    "The token is not valid: it may have expired, or be from another issuer.",
                    "Bearer realm=\"fediversity\", error=\"invalid_token\"");
        } else {
            LOG.warnf("tokens cannot be checked: %s", failure);
            context.response().putHeader("Retry-After", "5");
            Problems.answer(
                    context, GatewayRefusal.SERVICE_UNREACHABLE, "The issuer of tokens does not answer; try again.");
        }
    }

    private static boolean isRefusedToken(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof java.net.ConnectException || cause instanceof java.io.IOException) {
                return false;
            }
        }
        return failure instanceof AuthenticationFailedException
                || failure.getCause() instanceof AuthenticationFailedException;
    }

    private static void challenge(RoutingContext context, String detail, String challenge) {
        context.response().putHeader("WWW-Authenticate", challenge);
        Problems.answer(context, GatewayRefusal.UNAUTHENTICATED, detail);
    }

    private void admit(RoutingContext context, Route route, Map<String, String> values, SecurityIdentity identity) {
        Viewer caller = identity.isAnonymous()
                ? new Viewer("", Set.of())
                : new Viewer(subject(identity), Role.among(identity.getRoles()));
        if (!route.isPublic() && identity.isAnonymous()) {
            challenge(context, "Send a token: Authorization: Bearer …", "Bearer realm=\"fediversity\"");
            return;
        }
        if (!withinRate(context, caller)) {
            return;
        }
        if (!route.isPublic() && route.roles().stream().noneMatch(caller::is)) {
            Problems.answer(
                    context,
                    GatewayRefusal.ROLE_MISSING,
                    "This needs one of the roles "
                            + String.join(
                                    ", ",
                                    route.roles().stream()
                                            .map(Enum::name)
                                            .map(String::toLowerCase)
                                            .sorted()
                                            .toList())
                            + ".");
            return;
        }
        reception.receive(new Visit(context, route, values, caller));
    }

    private boolean withinRate(RoutingContext context, Viewer caller) {
        String who = caller.subject().isEmpty()
                ? "address:" + context.request().remoteAddress().hostAddress()
                : "subject:" + caller.subject();
        Ruling ruling = limits.ask(who);
        context.response()
                .putHeader("RateLimit-Limit", Long.toString(ruling.limit()))
                .putHeader("RateLimit-Remaining", Long.toString(ruling.remaining()))
                .putHeader("RateLimit-Reset", Long.toString(ruling.resetSeconds()))
                .putHeader("RateLimit-Policy", limits.policy());
        if (!ruling.passes()) {
            context.response().putHeader("Retry-After", Long.toString(ruling.retryAfterSeconds()));
            Problems.answer(
                    context,
                    GatewayRefusal.TOO_MANY_REQUESTS,
                    "Wait " + ruling.retryAfterSeconds() + " s before the next request.");
        }
        return ruling.passes();
    }

    private static String subject(SecurityIdentity identity) {
        return identity.getPrincipal() instanceof JsonWebToken token && token.getSubject() != null
                ? token.getSubject()
                : identity.getPrincipal().getName();
    }
}
