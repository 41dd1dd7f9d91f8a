package org.fediversity.runtime.web;

import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.RefusedException;

/// A refusal as a problem document (RFC 9457); faults in the input as `errors: [{pointer, message}]`.
@Provider
public class RefusalMapper extends ExceptionMapperBase<RefusedException> {
    private static final String RETRY_AFTER_SECONDS = "5";

    @Override
    protected HttpProblem toProblem(RefusedException exception) {
        Decision.Refused refused = exception.refused();
        HttpProblem.Builder problem = HttpProblem.builder()
                .withType(URI.create(refused.why().type()))
                .withTitle(refused.why().title())
                .withStatus(refused.why().status())
                .withDetail(refused.detail());
        if (!refused.faults().isEmpty()) {
            problem.with("errors", refused.faults());
        }
        if (refused.why().status() == 503 || refused.why().status() == 429) {
            problem.withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return problem.build();
    }
}
