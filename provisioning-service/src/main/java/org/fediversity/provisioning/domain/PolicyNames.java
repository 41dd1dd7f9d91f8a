package org.fediversity.provisioning.domain;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.fediversity.contracts.Assignment;
import org.fediversity.contracts.Requirements.RequiredResource;
import org.fediversity.expressions.Kind;
import org.fediversity.expressions.Mistake;
import org.fediversity.expressions.Pointers;
import org.fediversity.expressions.Reference;
import org.fediversity.expressions.Scope;
import org.fediversity.expressions.Template;
import org.fediversity.modules.ResourceTypes;
import org.fediversity.modules.ResourceTypes.ResourceType;
import org.fediversity.runtime.Fault;
import org.jspecify.annotations.Nullable;

/// The names that a policy may use, what they stand for, and the mistakes that can be found before they are used.
final class PolicyNames {
    private static final Scope SCOPE = Scope.of("request", "deployment", "operator", "offers", "usage");
    private static final Map<String, Set<String>> FIELDS = Map.of(
            "request",
            fieldsOfRequests(),
            "deployment",
            Set.of("id", "domain", "topology", "environment"),
            "operator",
            Set.of("id", "tags"));

    /// Policies are few and evaluated often: compiled expressions are kept, up to a bound.
    private static final Map<Object, Template> COMPILED = new ConcurrentHashMap<>();

    private static final int KEPT = 2_000;

    static final String CONDITION = "a condition is true or false, as in ${request.type == 'machine'}";

    private static final Map<Kind, String> NAMES_OF_KINDS = new EnumMap<>(Map.of(
            Kind.BOOLEAN, "must be true or false",
            Kind.INTEGER, "must be a whole number",
            Kind.NUMBER, "must be a number",
            Kind.TEXT, "must be a text",
            Kind.LIST, "must be a list",
            Kind.OBJECT, "must be an object"));

    private PolicyNames() {}

    private static Set<String> fieldsOfRequests() {
        Set<String> fields = new HashSet<>(Set.of("type", "name", "component"));
        ResourceTypes.all()
                .forEach(type -> type.request().path("properties").fieldNames().forEachRemaining(fields::add));
        return Set.copyOf(fields);
    }

    static Template when(Rule rule) {
        return compiled(rule.when().isEmpty() ? "${true}" : rule.when());
    }

    static Template use(Rule rule) {
        return compiled(rule.use());
    }

    static Template with(Rule rule) {
        return compiled(rule.with());
    }

    static Template compiled(@Nullable Object tree) {
        if (tree == null) {
            return Template.of(null, SCOPE);
        }
        if (COMPILED.size() > KEPT) {
            COMPILED.clear();
        }
        return COMPILED.computeIfAbsent(tree, text -> Template.of(text, SCOPE));
    }

    /// Of what kind a plain value is.
    static Kind kind(@Nullable Object value) {
        return value instanceof String ? Kind.TEXT : Template.of(value, SCOPE).kind();
    }

    /// What the names stand for when a place is sought for a resource.
    ///
    /// @param assigned what has been found a place already
    static Map<String, Object> values(
            Demand demand, Place place, RequiredResource resource, Holding now, List<Assignment> assigned) {
        Map<String, Object> request = new LinkedHashMap<>(resource.request());
        request.put("type", resource.type());
        request.put("name", resource.name());
        request.put("component", resource.component());
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("request", request);
        values.put(
                "deployment",
                Map.of(
                        "id", demand.deployment(),
                        "domain", demand.domain(),
                        "topology", demand.topology(),
                        "environment", demand.environment()));
        values.put("operator", Map.of("id", demand.operator(), "tags", List.of()));
        values.put(
                "offers",
                place.definition().offers().stream().map(PolicyNames::shown).toList());
        values.put("usage", PolicyMapping.usage(place, resource.id(), now, assigned));
        return values;
    }

    private static Map<String, Object> shown(Offer offer) {
        Map<String, Object> capacity = new LinkedHashMap<>();
        offer.capacity()
                .byDimension()
                .forEach((dimension, total) -> capacity.put(dimension, PolicyMapping.number(total)));
        return Map.of("name", offer.name(), "type", offer.type(), "driver", offer.driver(), "capacity", capacity);
    }

    /// What can be told of a rule without trying it.
    static List<Fault> faults(String pointer, Rule rule, Definition definition, List<KnownDriver> drivers) {
        List<Fault> faults = new ArrayList<>();
        check(pointer + "/when", when(rule), definition, faults);
        if (!Set.of(Kind.BOOLEAN, Kind.UNKNOWN).contains(when(rule).kind())
                && when(rule).mistakes().isEmpty()) {
            faults.add(new Fault(pointer + "/when", CONDITION));
        }
        if (!rule.use().isEmpty()) {
            check(pointer + "/use", use(rule), definition, faults);
            if (use(rule).isConstant()) {
                unusable(rule, definition).ifPresent(why -> faults.add(new Fault(pointer + "/use", why)));
            }
        }
        check(pointer + "/with", with(rule), definition, faults);
        List<KnownDriver> candidates = candidates(rule, definition, drivers);
        rule.with().forEach((field, value) -> addition(field, compiled(value).kind(), candidates)
                .ifPresent(why -> faults.add(new Fault(Pointers.child(pointer + "/with", field), why))));
        return faults;
    }

    private static Optional<String> unusable(Rule rule, Definition definition) {
        Optional<Offer> offer = definition.offer(rule.use());
        if (offer.isEmpty()) {
            return Optional.of("there is no resource '" + rule.use() + "'");
        }
        List<String> types = types(rule);
        return types.isEmpty() || types.contains(offer.get().type())
                ? Optional.empty()
                : Optional.of("'" + rule.use() + "' is of type " + offer.get().type() + ", and this rule is about "
                        + String.join(", ", types));
    }

    /// The types of requests that a rule may match, whatever else they are.
    private static List<String> types(Rule rule) {
        return ResourceTypes.all().stream()
                .map(ResourceType::name)
                .filter(type ->
                        when(rule).decided(List.of("request", "type"), type).orElse(true))
                .toList();
    }

    /// The drivers that a rule's additions may come to.
    private static List<KnownDriver> candidates(Rule rule, Definition definition, List<KnownDriver> drivers) {
        List<String> types = types(rule);
        return definition.offers().stream()
                .filter(offer ->
                        use(rule).isConstant() ? offer.name().equals(rule.use()) : types.contains(offer.type()))
                .flatMap(offer -> drivers.stream().filter(driver -> driver.serves(offer)))
                .toList();
    }

    /// Why none of the drivers can be given the addition, if none can.
    static Optional<String> addition(String field, Kind kind, List<KnownDriver> drivers) {
        if (drivers.isEmpty()) {
            return Optional.empty(); // something else is wrong then
        }
        Set<Kind> wanted = drivers.stream()
                .flatMap(driver -> Optional.ofNullable(driver.additions().get(field)).stream())
                .collect(Collectors.toSet());
        if (wanted.isEmpty()) {
            Set<String> known = drivers.stream()
                    .flatMap(driver -> driver.additions().keySet().stream())
                    .collect(Collectors.toCollection(TreeSet::new));
            return Optional.of("is no addition that the driver knows; "
                    + (known.isEmpty() ? "it knows none" : "there is " + String.join(", ", known)));
        }
        boolean fits =
                kind == Kind.UNKNOWN || wanted.contains(kind) || (kind == Kind.INTEGER && wanted.contains(Kind.NUMBER));
        return fits
                ? Optional.empty()
                : Optional.of(NAMES_OF_KINDS.getOrDefault(wanted.iterator().next(), "is of the wrong kind"));
    }

    private static void check(String pointer, Template template, Definition definition, List<Fault> faults) {
        for (Mistake mistake : template.mistakes()) {
            faults.add(new Fault(pointer + mistake.pointer(), mistake.message()));
        }
        for (Reference reference : template.references()) {
            if (reference.path().size() < 2) {
                continue;
            }
            String field = reference.path().get(1);
            Set<String> known = reference.root().equals("usage")
                    ? Set.copyOf(definition.offers().stream().map(Offer::name).toList())
                    : FIELDS.getOrDefault(reference.root(), Set.of(field));
            if (!known.contains(field)) {
                faults.add(new Fault(
                        pointer + reference.pointer(),
                        "'" + reference.root() + "' has no '" + field + "'; there is "
                                + String.join(", ", known.stream().sorted().toList())));
            }
        }
    }
}
