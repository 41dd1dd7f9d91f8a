package org.fediversity.runtime.web;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import io.quarkus.arc.Arc;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.net.URI;

/// Every problem document carries the trace it belongs to, and a type.
@ApplicationScoped
class TraceIdInProblems implements ProblemPostProcessor {
    private final Instance<RequestCause> request;

    TraceIdInProblems(Instance<RequestCause> request) {
        this.request = request;
    }

    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        HttpProblem.Builder complete = HttpProblem.builder(problem);
        if (problem.getType() == null) {
            complete.withType(URI.create("about:blank"));
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
