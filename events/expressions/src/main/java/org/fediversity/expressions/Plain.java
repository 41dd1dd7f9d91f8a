package org.fediversity.expressions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.primitives.UnsignedLong;
import com.google.protobuf.NullValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Values on their way from JSON to CEL and back.
final class Plain {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_DEPTH = 100;

    private Plain() {}

    /// As CEL wants it: whole numbers are `int`, whatever they were written as, so that `5.0` is what it is in JSON.
    static Object toCel(@Nullable Object value) {
        return switch (value) {
            case null -> NullValue.NULL_VALUE;
            case NullValue none -> none;
            case Boolean truth -> truth;
            case CharSequence text -> text.toString();
            case Integer number -> number.longValue();
            case Short number -> number.longValue();
            case Long number -> number;
            case BigInteger number when number.bitLength() < Long.SIZE -> number.longValue();
            case BigDecimal number -> number(number.doubleValue());
            case Number number -> number(number.doubleValue());
            case JsonNode node -> toCel(JSON.convertValue(node, Object.class));
            case Map<?, ?> map -> {
                Map<String, Object> copy = new LinkedHashMap<>();
                map.forEach((key, field) -> copy.put(String.valueOf(key), toCel(field)));
                yield Collections.unmodifiableMap(copy);
            }
            case Iterable<?> list -> {
                List<Object> copy = new ArrayList<>();
                list.forEach(element -> copy.add(toCel(element)));
                yield Collections.unmodifiableList(copy);
            }
            default -> value.toString();
        };
    }

    private static Object number(double number) {
        return isWhole(number) ? (Object) (long) number : (Object) number;
    }

    private static boolean isWhole(double number) {
        return number == Math.rint(number) && Math.abs(number) <= (1L << 53);
    }

    /// A result that has no place in JSON.
    static final class NoJson extends RuntimeException {
        NoJson(String message) {
            super(message, null, false, false);
        }
    }

    /// From CEL; each value counts as one step, so that a small expression cannot make a huge result.
    static Optional<Object> fromCel(Object value, Budget budget) {
        return Optional.ofNullable(fromCel(value, budget, 0));
    }

    private static @Nullable Object fromCel(Object value, Budget budget, int depth) {
        if (!budget.spend(1) || depth > MAX_DEPTH) {
            throw new NoJson(Budget.EXHAUSTED);
        }
        return switch (value) {
            case NullValue none -> null;
            case dev.cel.common.values.NullValue none -> null;
            case Boolean truth -> truth;
            case String text -> {
                if (!budget.spend(text.length() / 64)) {
                    throw new NoJson(Budget.EXHAUSTED);
                }
                yield text;
            }
            case Long number -> number(number);
            case UnsignedLong number -> number(number.longValue());
            case Double number when isWhole(number) -> number(number.longValue());
            case Double number
            when number.isNaN() || number.isInfinite() -> throw new NoJson("the result is not a finite number");
            case Double number -> number;
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((key, field) -> copy.put(text(key), fromCel(field, budget, depth + 1)));
                yield copy;
            }
            case Iterable<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>();
                list.forEach(element -> copy.add(fromCel(element, budget, depth + 1)));
                yield copy;
            }
            case Instant time -> time.toString();
            case Duration duration -> duration.toString();
            default -> throw new NoJson("the result has no place in JSON");
        };
    }

    private static Object number(long number) {
        return number == (int) number ? (Object) (int) number : (Object) number;
    }

    static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Map<?, ?> map -> json(map);
            case List<?> list -> json(list);
            default -> value.toString();
        };
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new NoJson("the result has no place in JSON");
        }
    }
}
