package org.fediversity.runtime.web;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import io.quarkus.arc.Arc;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.net.URI;
import java.util.Map;

/// Every problem document carries the trace it belongs to, a type, and a detail that says what to do.
@ApplicationScoped
class CompleteProblems implements ProblemPostProcessor {
    /// Where the framework refuses without a word, or with its own.
    private static final Map<Integer, String> DETAILS = Map.of(
            403, "None of your roles allows this.",
            405, "This method does nothing here; the header Allow names those that do.",
            406, "None of the types that you accept is answered here; accept application/json.",
            500, "Something broke that should not have; the trace leads to what is known of it.");

    private static final int NOT_ACCEPTABLE = 406;

    private final Instance<RequestCause> request;

    CompleteProblems(Instance<RequestCause> request) {
        this.request = request;
    }

    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        HttpProblem.Builder complete = HttpProblem.builder(problem);
        if (problem.getType() == null) {
            complete.withType(URI.create("about:blank"));
        }
        String detail = DETAILS.get(problem.getStatusCode());
        if (detail != null
                && (problem.getDetail() == null
                        || problem.getDetail().isBlank()
                        || problem.getStatusCode() == NOT_ACCEPTABLE)) {
            complete.withDetail(detail);
        }
        if (Arc.container().requestContext().isActive()
                && !problem.getParameters().containsKey("traceId")) {
            request.get().traceId().ifPresent(trace -> complete.with("traceId", trace));
        }
        return complete.build();
    }

    @Override
    public int priority() {
        return 10;
    }
}
