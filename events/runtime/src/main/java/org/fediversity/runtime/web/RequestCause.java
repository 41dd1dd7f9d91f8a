package org.fediversity.runtime.web;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import org.fediversity.runtime.Cause;

/// What an HTTP request leads to: caused by its caller, in the trace it came with.
@RequestScoped
public class RequestCause {
    private final Caller caller;
    private final RoutingContext request;

    RequestCause(Caller caller, RoutingContext request) {
        this.caller = caller;
        this.request = request;
    }

    public Cause cause() {
        String traceparent = request.request().getHeader("traceparent");
        return Cause.of(caller.actor(), traceparent == null ? "" : traceparent);
    }
}
