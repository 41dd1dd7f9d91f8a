package org.fediversity.runtime.web;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fediversity.runtime.Fault;
import org.fediversity.runtime.Refusal;

/// A body that is no JSON is told with its line and column, one of another shape than is wanted with a JSON Pointer.
/// What was sent is not repeated: it may hold a secret.
@ApplicationScoped
class WhereJsonIsWrong implements ProblemPostProcessor {
    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        Optional<JsonProcessingException> cause = Stream.iterate(
                        context.cause, java.util.Objects::nonNull, Throwable::getCause)
                .filter(JsonProcessingException.class::isInstance)
                .map(JsonProcessingException.class::cast)
                .findFirst();
        if (problem.getStatusCode() != 400 || cause.isEmpty()) {
            return problem;
        }
        return told(cause.get());
    }

    /// Quarkus answers these with nothing but a status, or, for developers, with the whole body.
    @Provider
    @Priority(Priorities.USER - 1_000)
    public static class OfAnotherShape extends ExceptionMapperBase<MismatchedInputException> {
        @Override
        protected HttpProblem toProblem(MismatchedInputException mismatch) {
            return told(mismatch);
        }
    }

    private static HttpProblem told(JsonProcessingException cause) {
        return cause instanceof MismatchedInputException mismatch
                        && !mismatch.getPath().isEmpty()
                ? told(GeneralRefusal.INVALID, pointer(mismatch), mistake(mismatch))
                : told(GeneralRefusal.MALFORMED, "", "is no JSON of the shape that is expected here" + place(cause));
    }

    private static String mistake(MismatchedInputException mismatch) {
        if (mismatch instanceof UnrecognizedPropertyException) {
            return "nothing of that name is known here";
        }
        if (mismatch instanceof InvalidFormatException format
                && format.getValue() instanceof String text
                && !Texts.isKept(text)) {
            return "holds U+0000 or half a surrogate pair, which cannot be kept";
        }
        return "must be " + wanted(Optional.ofNullable(mismatch.getTargetType()));
    }

    private static HttpProblem told(Refusal why, String pointer, String message) {
        return HttpProblem.builder()
                .withType(URI.create(why.type()))
                .withTitle(why.title())
                .withStatus(why.status())
                .withDetail((pointer.isEmpty() ? "The body" : pointer) + " " + message + ".")
                .with("errors", List.of(new Fault(pointer, message)))
                .build();
    }

    private static String pointer(JsonMappingException mismatch) {
        return mismatch.getPath().stream()
                .map(step -> step.getFieldName() == null
                        ? String.valueOf(step.getIndex())
                        : step.getFieldName().replace("~", "~0").replace("/", "~1"))
                .collect(Collectors.joining("/", "/", ""));
    }

    private static String place(JsonProcessingException cause) {
        JsonLocation location = cause.getLocation();
        return location == null ? "" : ": see line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static String wanted(Optional<Class<?>> type) {
        return type.map(wanted -> {
                    if (wanted == Integer.class
                            || wanted == int.class
                            || wanted == Long.class
                            || wanted == long.class) {
                        return "a whole number";
                    }
                    if (wanted == Boolean.class || wanted == boolean.class) {
                        return "true or false";
                    }
                    if (wanted == String.class) {
                        return "a text";
                    }
                    if (Collection.class.isAssignableFrom(wanted)) {
                        return "a list";
                    }
                    return Map.class.isAssignableFrom(wanted) || wanted.isRecord() ? "an object" : "of another type";
                })
                .orElse("of another type");
    }

    @Override
    public int priority() {
        return 20; // before the trace is added
    }
}
