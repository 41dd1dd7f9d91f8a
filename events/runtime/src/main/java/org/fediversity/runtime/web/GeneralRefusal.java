package org.fediversity.runtime.web;

import org.fediversity.runtime.Refusal;

/// Refusals that any endpoint may give.
public enum GeneralRefusal implements Refusal {
    MALFORMED(400, "The request is malformed"),
    UNAUTHENTICATED(401, "A valid token is needed"),
    NOT_FOUND(404, "There is no such thing, or it is not yours"),
    NOT_ALLOWED(403, "Your role does not allow this"),
    CONFLICT(409, "Somebody else changed this at the same time"),
    STALE(412, "It has changed since you read it"),
    TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED(415, "The body is of a type that is not read here"),
    INVALID(422, "The content is invalid"),
    PRECONDITION_REQUIRED(428, "Say which state you change: send If-Match"),
    UNAVAILABLE(503, "Something this depends on does not answer");

    private final int status;
    private final String title;

    GeneralRefusal(int status, String title) {
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
