package org.fediversity.config.api;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.fediversity.config.domain.Digest;
import org.fediversity.runtime.web.Tags;
import org.jspecify.annotations.Nullable;

/// Answers that a client may keep: who says that they have them is told that they still hold (RFC 9110, 13.1.2).
final class Kept {
    /// For what never changes under its address.
    static final String FOR_EVER = "private, max-age=31536000, immutable";

    /// For what changes: ask each time whether it did.
    static final String ASK_AGAIN = "private, no-cache";

    private Kept() {}

    /// The document, tagged by its content.
    static Response of(Object document, String cacheControl, @Nullable String ifNoneMatch) {
        return of(document, Tags.of(Digest.of(document).substring(0, 32)), cacheControl, ifNoneMatch);
    }

    static Response of(Object document, String tag, String cacheControl, @Nullable String ifNoneMatch) {
        Response.ResponseBuilder answer = Tags.known(ifNoneMatch, tag) ? Response.notModified() : Response.ok(document);
        return answer.header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.CACHE_CONTROL, cacheControl)
                .build();
    }
}
