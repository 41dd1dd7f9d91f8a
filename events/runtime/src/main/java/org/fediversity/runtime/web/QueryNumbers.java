package org.fediversity.runtime.web;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A query parameter that should be a number and is none is a malformed request; as JAX-RS has it, nothing would be
/// found.
@Provider
public class QueryNumbers implements ParamConverterProvider {
    @Override
    @SuppressWarnings("unchecked") // T is Integer then
    public <T> @Nullable ParamConverter<T> getConverter(
            Class<T> type, Type generic, Annotation @Nullable [] annotations) {
        if (type != Integer.class || annotations == null) {
            return null;
        }
        Optional<String> name = Arrays.stream(annotations)
                .filter(QueryParam.class::isInstance)
                .map(annotation -> ((QueryParam) annotation).value())
                .findFirst();
        return name.map(known -> (ParamConverter<T>) new Whole(known)).orElse(null);
    }

    private record Whole(String name) implements ParamConverter<Integer> {
        @Override
        public Integer fromString(String text) {
            try {
                return Integer.valueOf(text);
            } catch (NumberFormatException e) {
                throw new BadRequestException(
                        "Query parameter " + name + " must be a whole number of at most ten digits.");
            }
        }

        @Override
        public String toString(Integer number) {
            return number.toString();
        }
    }
}
