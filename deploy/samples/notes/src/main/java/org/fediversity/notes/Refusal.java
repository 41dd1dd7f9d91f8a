package org.fediversity.notes;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;

/// Something that was asked cannot be done; over HTTP it is a problem document (RFC 9457).
final class Refusal extends RuntimeException {
    private final int status;

    Refusal(int status, String detail) {
        super(detail, null, false, false);
        this.status = status;
    }

    static Refusal unknown() {
        return new Refusal(404, "There is nothing here.");
    }

    int status() {
        return status;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    /// Shows a refusal over HTTP.
    @Provider
    public static final class Problem implements ExceptionMapper<Refusal> {
        @Override
        public Response toResponse(Refusal refusal) {
            return Response.status(refusal.status)
                    .type(new MediaType("application", "problem+json"))
                    .entity(Map.of("status", refusal.status, "detail", refusal.detail()))
                    .build();
        }
    }
}
