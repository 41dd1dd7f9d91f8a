package org.fediversity.runtime.web;

import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.UnauthorizedException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;

/// Who comes without a valid token is told so. (The library's own answer asks Quarkus for a field that it no longer
/// has, and ends in 500.)
final class Strangers {
    private static final int BEFORE_THE_LIBRARY = Priorities.USER - 1_000;

    private Strangers() {}

    private static HttpProblem told() {
        GeneralRefusal why = GeneralRefusal.UNAUTHENTICATED;
        return HttpProblem.builder()
                .withType(URI.create(why.type()))
                .withTitle(why.title())
                .withStatus(why.status())
                .withDetail("Send a token: Authorization: Bearer …")
                .withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }

    /// Without a token.
    @Provider
    @Priority(BEFORE_THE_LIBRARY)
    public static class WithoutToken extends ExceptionMapperBase<UnauthorizedException> {
        @Override
        protected HttpProblem toProblem(UnauthorizedException exception) {
            return told();
        }
    }

    /// With one that is expired, forged or none at all.
    @Provider
    @Priority(BEFORE_THE_LIBRARY)
    public static class WithABadToken extends ExceptionMapperBase<AuthenticationFailedException> {
        @Override
        protected HttpProblem toProblem(AuthenticationFailedException exception) {
            return told();
        }
    }
}
