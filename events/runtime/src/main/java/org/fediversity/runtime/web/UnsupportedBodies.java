package org.fediversity.runtime.web;

import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;

/// A body of a media type that nobody reads is refused with what to send instead.
@Provider
public class UnsupportedBodies extends ExceptionMapperBase<NotSupportedException> {
    @Override
    protected HttpProblem toProblem(NotSupportedException exception) {
        GeneralRefusal why = GeneralRefusal.UNSUPPORTED;
        return HttpProblem.builder()
                .withType(URI.create(why.type()))
                .withTitle(why.title())
                .withStatus(why.status())
                .withDetail(
                        "Send JSON, with Content-Type: application/json; the API's description names what else is read.")
                .build();
    }
}
