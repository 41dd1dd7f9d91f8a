package org.fediversity.gateway.api;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fediversity.contracts.EventName;
import org.fediversity.gateway.view.HistoryQueries.Wanted;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.EventCatalogue;
import org.fediversity.runtime.Fault;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.GeneralRefusal;

/// Reads the parameters of a question to the history.
///
/// @param limit what was asked for; empty if nothing was
record EventsQuery(Wanted wanted, Optional<Long> limit, boolean latest) {

    /// @param parameters name to the values it was given
    /// @throws RefusedException naming every parameter that makes no sense
    static EventsQuery read(Function<String, List<String>> parameters) {
        List<Fault> faults = new ArrayList<>();
        String after =
                first(parameters, "cursor").or(() -> first(parameters, "after")).orElse("");
        boolean latest = after.equals("latest");
        long position = after.isEmpty() || latest ? -1 : number("after", after, faults);
        Set<String> types = parameters.apply("types").stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(type -> !type.isEmpty())
                .map(type -> type.startsWith(EventName.PREFIX) ? type : EventName.PREFIX + type)
                .collect(Collectors.toUnmodifiableSet());
        types.stream()
                .filter(type -> EventCatalogue.named(type).isEmpty())
                .sorted()
                .forEach(type -> faults.add(
                        new Fault("", "types: there is no event type " + type.substring(EventName.PREFIX.length()))));
        Optional<Long> limit = first(parameters, "limit").map(text -> {
            long wanted = number("limit", text, faults);
            if (wanted < 1 && faults.isEmpty()) {
                faults.add(new Fault("", "limit: at least 1"));
            }
            return wanted;
        });
        Wanted wanted = new Wanted(
                position,
                types,
                first(parameters, "deployment"),
                Optional.empty(),
                first(parameters, "actor"),
                time(parameters, "from", faults),
                time(parameters, "until", faults));
        if (!faults.isEmpty()) {
            throw new RefusedException(
                    new Decision.Refused(GeneralRefusal.MALFORMED, "Some query parameters make no sense.", faults));
        }
        return new EventsQuery(wanted, limit, latest);
    }

    private static Optional<String> first(Function<String, List<String>> parameters, String name) {
        return parameters.apply(name).stream().filter(value -> !value.isBlank()).findFirst();
    }

    private static long number(String name, String text, List<Fault> faults) {
        try {
            long value = Long.parseLong(text);
            if (value < -1) {
                faults.add(new Fault("", name + ": a position is at least 0"));
            }
            return value;
        } catch (NumberFormatException e) {
            faults.add(new Fault("", name + ": a whole number is expected"));
            return -1;
        }
    }

    private static Optional<Instant> time(Function<String, List<String>> parameters, String name, List<Fault> faults) {
        return first(parameters, name).flatMap(text -> {
            try {
                // A plus sign that was not encoded arrives as a space.
                return Optional.of(OffsetDateTime.parse(text.replace(' ', '+')).toInstant());
            } catch (DateTimeParseException e) {
                faults.add(new Fault("", name + ": an RFC 3339 time is expected, e.g. 2026-01-31T12:00:00Z"));
                return Optional.empty();
            }
        });
    }
}
