package org.fediversity.provisioning.domain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.fediversity.contracts.Requirements;
import org.fediversity.contracts.Requirements.RequiredResource;
import org.fediversity.expressions.Budget;
import org.fediversity.expressions.Evaluation;
import org.fediversity.expressions.Mistake;
import org.fediversity.expressions.Pointers;
import org.fediversity.expressions.Template;
import org.fediversity.modules.ResourceTypes;
import org.fediversity.runtime.Fault;

/// A policy tried on made-up requests of every type that the environment offers, before anybody needs it. A mistake is
/// what fails for every request of a type that comes to it, and would with other values, too; what fails for some only
/// may be meant, and is told in the plans that it concerns.
final class PolicyTrial {
    /// Sizes that requests ask for: small, no whole number, large.
    private static final List<Double> SIZES = List.of(1.0, 1.5, 100_000.0, 100_000.5);

    private static final int MOST_OFFERS = 210;
    private static final int MOST_RULES = 500;

    private final Definition definition;
    private final List<KnownDriver> drivers;
    private final Set<Integer> wrong;
    private final Budget budget = Budget.usual();
    private final Map<Tried, Tally> tallies = new LinkedHashMap<>();

    private record Tried(String pointer, String type) {}

    private static final class Tally {
        private int tries;
        private final List<String> failures = new ArrayList<>();
    }

    /// @param wrong rules of which something is known to be wrong already; nothing more is said of them
    PolicyTrial(Definition definition, List<KnownDriver> drivers, Set<Integer> wrong) {
        this.definition = definition;
        this.drivers = drivers;
        this.wrong = wrong;
    }

    List<Fault> faults() {
        if (definition.offers().size() > MOST_OFFERS || definition.rules().size() > MOST_RULES) {
            return List.of(); // that is a mistake in itself
        }
        var place = new Place(definition, Map.of());
        for (ResourceTypes.ResourceType type : ResourceTypes.all()) {
            if (definition.offers().stream().noneMatch(offer -> offer.type().equals(type.name()))) {
                continue; // whatever the policy says, there is none
            }
            for (RequiredResource request : requests(type)) {
                for (String topology :
                        definition.topologies().stream().distinct().limit(2).toList()) {
                    attempt(
                            request.type(),
                            PolicyNames.values(demand(topology), place, request, Holding.NOTHING, List.of()));
                }
            }
        }
        Map<Fault, Set<String>> failing = new LinkedHashMap<>();
        tallies.forEach((tried, tally) -> {
            if (tally.tries == tally.failures.size()) {
                var fault = new Fault(tried.pointer(), tally.failures.getFirst());
                failing.computeIfAbsent(fault, _ -> new TreeSet<>()).add(tried.type());
            }
        });
        List<Fault> faults = new ArrayList<>();
        failing.forEach((fault, types) -> faults.add(new Fault(
                fault.pointer(), fault.message() + " (for any request of type " + String.join(", ", types) + ")")));
        return faults;
    }

    private Demand demand(String topology) {
        return new Demand(
                "00000000-0000-7000-8000-000000000000",
                definition.name(),
                topology,
                "somebody",
                "somewhere.example",
                new Requirements(List.of(), List.of()));
    }

    /// Walks the rules as [PolicyMapping] does, but passes over what fails, to find what fails behind it.
    private void attempt(String type, Map<String, Object> names) {
        for (int i = 0; i < definition.rules().size() && !budget.exhausted(); i++) {
            Rule rule = definition.rules().get(i);
            if (wrong.contains(i)) {
                if (PolicyNames.when(rule).evaluate(names, budget) instanceof Evaluation.Value(var truth)
                        && Boolean.TRUE.equals(truth)) {
                    return;
                }
            } else if (matches("/policy/" + i, rule, type, names)) {
                used("/policy/" + i, rule, type, names);
                return;
            }
        }
    }

    private boolean matches(String pointer, Rule rule, String type, Map<String, Object> names) {
        return evaluated(pointer + "/when", PolicyNames.when(rule), type, names)
                .map(value -> {
                    if (value.value() instanceof Boolean truth) {
                        return truth;
                    }
                    tally(pointer + "/when", type).failures.add(PolicyNames.CONDITION);
                    return false;
                })
                .orElse(false);
    }

    private void used(String pointer, Rule rule, String type, Map<String, Object> names) {
        if (!rule.refuse().isEmpty()) {
            return;
        }
        Optional<Offer> offer = evaluated(pointer + "/use", PolicyNames.use(rule), type, names)
                .flatMap(value -> definition.offer(value.text()))
                .filter(named -> named.type().equals(type));
        rule.with().forEach((field, written) -> {
            String place = Pointers.child(pointer + "/with", field);
            Optional<Evaluation.Value> value = evaluated(place, PolicyNames.compiled(written), type, names);
            if (value.isPresent() && offer.isPresent()) {
                PolicyNames.addition(field, PolicyNames.kind(value.get().value()), serving(offer.get()))
                        .ifPresent(tally(place, type).failures::add);
            }
        });
    }

    private List<KnownDriver> serving(Offer offer) {
        return drivers.stream().filter(driver -> driver.serves(offer)).toList();
    }

    /// Empty if it fails; noted if it would with other values, too.
    private Optional<Evaluation.Value> evaluated(
            String pointer, Template template, String type, Map<String, Object> names) {
        Tally tally = tally(pointer, type);
        return switch (template.evaluate(names, budget)) {
            case Evaluation.Value value -> {
                tally.tries++;
                yield Optional.of(value);
            }
            case Evaluation.Failed(var mistakes) -> {
                tally.tries++;
                mistakes.stream()
                        .filter(Mistake::isLasting)
                        .findFirst()
                        .ifPresent(mistake -> tally.failures.add("cannot be evaluated: " + mistake.message()));
                yield Optional.empty();
            }
        };
    }

    private Tally tally(String pointer, String type) {
        return tallies.computeIfAbsent(new Tried(pointer, type), _ -> new Tally());
    }

    private static List<RequiredResource> requests(ResourceTypes.ResourceType type) {
        List<RequiredResource> requests = new ArrayList<>();
        for (int i = 0; i < SIZES.size(); i++) {
            requests.add(new RequiredResource(
                    "example/example",
                    "example",
                    type.name().equals("machine") ? "machine" : "example",
                    type.name(),
                    type.name().equals("machine") ? "example" : "",
                    request(type.request(), i)));
        }
        return requests;
    }

    /// The first two have every field, the others only those that must be there or have a default.
    private static Map<String, Object> request(JsonNode schema, int variant) {
        Set<String> required = new TreeSet<>();
        schema.path("required").forEach(field -> required.add(field.asText()));
        Map<String, Object> request = new LinkedHashMap<>();
        schema.path("properties").properties().forEach(property -> {
            JsonNode field = property.getValue();
            if (variant < 2 || required.contains(property.getKey())) {
                request.put(property.getKey(), value(field, variant));
            } else if (field.has("default")) {
                request.put(property.getKey(), field.get("default"));
            }
        });
        return request;
    }

    private static Object value(JsonNode schema, int variant) {
        JsonNode choices = schema.path("enum");
        if (!choices.isEmpty()) {
            JsonNode choice = choices.get(variant % choices.size());
            return choice.isNumber() ? choice.numberValue() : choice.asText();
        }
        double size = Math.clamp(
                SIZES.get(variant),
                schema.path("minimum").asDouble(0),
                schema.path("maximum").asDouble(1e9));
        return switch (schema.path("type").asText()) {
            case "boolean" -> variant % 2 == 0;
            case "integer" -> (long) size;
            case "number" -> size;
            case "array" -> List.of("example");
            default -> "example";
        };
    }
}
