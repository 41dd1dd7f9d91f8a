package org.fediversity.gateway.api;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import org.fediversity.gateway.domain.Route;
import org.fediversity.gateway.domain.Trace;
import org.fediversity.gateway.domain.Viewer;

/// One request on its way through the door.
///
/// @param caller who asks; a public route may be asked by nobody in particular, whose subject is empty
/// @param values what the placeholders of the route stand for
record Visit(RoutingContext context, Route route, Map<String, String> values, Viewer caller) {
    private static final String TRACE = "fediversity.trace";

    static void trace(RoutingContext context, Trace trace) {
        context.put(TRACE, trace);
    }

    static Optional<Trace> trace(RoutingContext context) {
        return Optional.ofNullable(context.get(TRACE));
    }

    HttpServerRequest request() {
        return context.request();
    }

    HttpServerResponse response() {
        return context.response();
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(context.request().getHeader(name));
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(context.request().getParam(name));
    }

    String value(String placeholder) {
        return values.getOrDefault(placeholder, "");
    }
}
