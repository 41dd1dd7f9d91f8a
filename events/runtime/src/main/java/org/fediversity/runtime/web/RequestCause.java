package org.fediversity.runtime.web;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.fediversity.runtime.Actor;
import org.fediversity.runtime.Cause;

/// What an HTTP request leads to: caused by its caller, in the trace it came with.
@RequestScoped
public class RequestCause {
    private final Caller caller;
    private final CurrentVertxRequest request;

    RequestCause(Caller caller, CurrentVertxRequest request) {
        this.caller = caller;
        this.request = request;
    }

    /// Of the HTTP request at hand; empty where the work has another origin.
    public Optional<Cause> cause() {
        return Optional.ofNullable(request.getCurrent()).map(this::of);
    }

    /// The trace that the HTTP request at hand belongs to. Unlike [#cause], it can be asked for on threads that must
    /// not wait for the caller's identity.
    public Optional<String> traceId() {
        return Optional.ofNullable(request.getCurrent())
                .map(http ->
                        Cause.of(new Actor("", "anonymous"), traceparent(http)).correlationId());
    }

    private Cause of(RoutingContext http) {
        return Cause.of(caller.actor(), traceparent(http));
    }

    private static String traceparent(RoutingContext http) {
        return Optional.ofNullable(http.request().getHeader("traceparent")).orElse("");
    }
}
