package org.fediversity.runtime;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/// Who and what led to the work at hand; it travels from request to command to event to the next service.
///
/// @param traceparent W3C Trace Context
public record Cause(Actor actor, String correlationId, String causationId, String traceparent) {
    private static final ThreadLocal<Cause> CURRENT = new ThreadLocal<>();
    private static final SecureRandom RANDOM = new SecureRandom();

    /// Of the work at hand on this thread; work that nothing led to starts a trace of its own.
    public static Cause currentOr(Actor self) {
        Cause current = CURRENT.get();
        return current != null ? current : fresh(self);
    }

    private static Cause fresh(Actor actor) {
        String trace = hex(16);
        return new Cause(actor, trace, "", "00-" + trace + "-" + hex(8) + "-01");
    }

    /// Continues the trace of a request.
    public static Cause of(Actor actor, String traceparent) {
        if (!traceparent.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")) {
            return fresh(actor);
        }
        return new Cause(actor, traceparent.substring(3, 35), "", traceparent);
    }

    /// What an event leads to: the actor stays, the event is the cause.
    public static Cause of(Meta meta) {
        return new Cause(meta.actor(), meta.correlationId(), meta.id(), meta.traceparent());
    }

    /// Does something because of this.
    public <T> T during(Callable<T> work) throws Exception {
        Cause before = CURRENT.get();
        enter(this);
        try {
            return work.call();
        } finally {
            enter(before);
        }
    }

    private static void enter(@Nullable Cause cause) {
        if (cause == null) {
            CURRENT.remove();
            MDC.remove("correlationId");
        } else {
            CURRENT.set(cause);
            MDC.put("correlationId", cause.correlationId);
        }
    }

    /// As it stands in the metadata of commands and events.
    public Map<String, String> asMetaData() {
        return Map.of(
                "actor", actor.toString(),
                "correlationId", correlationId,
                "causationId", causationId,
                "traceparent", traceparent);
    }

    private static String hex(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
