package org.fediversity.gateway.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fediversity.gateway.domain.Trace;
import org.fediversity.runtime.Fault;
import org.fediversity.runtime.Json;
import org.fediversity.runtime.Refusal;

/// Problem documents (RFC 9457) that the door itself writes.
final class Problems {
    private Problems() {}

    static void answer(RoutingContext context, Refusal why, String detail) {
        answer(context, why, detail, List.of());
    }

    static void answer(RoutingContext context, Refusal why, String detail, List<Fault> faults) {
        var response = context.response();
        if (response.ended() || response.headWritten()) {
            response.reset();
            return;
        }
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", why.type());
        problem.put("title", why.title());
        problem.put("status", why.status());
        problem.put("detail", detail);
        problem.put("traceId", Visit.trace(context).map(Trace::traceId).orElse(""));
        if (!faults.isEmpty()) {
            problem.put("errors", faults);
        }
        Buffer body = Buffer.buffer(Json.write(problem));
        response.setStatusCode(why.status()).putHeader("Content-Type", "application/problem+json");
        if (context.request().method().name().equals("HEAD")) {
            response.end();
        } else {
            response.end(body);
        }
    }
}
