package org.fediversity.gateway.domain;

import org.fediversity.runtime.Refusal;

/// Why the gateway says no, beside the refusals that any service may give.
public enum GatewayRefusal implements Refusal {
    BAD_REQUEST(400, "The request is malformed"),
    UNAUTHENTICATED(401, "A valid token is needed"),
    ROLE_MISSING(403, "Your role does not allow this"),
    NO_SUCH_PATH(404, "There is no such path"),
    METHOD_NOT_ALLOWED(405, "The path does not know this method"),
    NOT_ACCEPTABLE(406, "None of the types that you accept is answered here"),
    REQUEST_RUNNING(409, "A request with this Idempotency-Key is still running"),
    WEBHOOK_DISABLED(409, "The webhook is disabled"),
    TOO_MANY_WEBHOOKS(409, "You have as many webhooks as you may have"),
    BODY_TOO_LARGE(413, "The body is too large"),
    ADDRESS_TOO_LONG(414, "The address is too long"),
    KEY_REUSED(422, "The Idempotency-Key was used for another request"),
    TOO_MANY_REQUESTS(429, "You ask faster than your limit allows"),
    HEADERS_TOO_LARGE(431, "The headers are too large"),
    SERVICE_UNREACHABLE(503, "The service behind this does not answer");

    private final int status;
    private final String title;

    GatewayRefusal(int status, String title) {
        this.status = status;
        this.title = title;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String title() {
        return title;
    }
}
