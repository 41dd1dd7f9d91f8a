package org.fediversity.provisioning.domain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.fediversity.contracts.Assignment;
import org.fediversity.contracts.Requirements.RequiredResource;
import org.fediversity.expressions.Kind;
import org.fediversity.expressions.Mistake;
import org.fediversity.expressions.Reference;
import org.fediversity.expressions.Scope;
import org.fediversity.expressions.Template;
import org.fediversity.runtime.Fault;

/// The names that a policy may use, what they stand for, and the mistakes that can be found before they are used.
final class PolicyNames {
    private static final Scope SCOPE = Scope.of("request", "deployment", "operator", "offers", "usage");
    private static final Map<String, Set<String>> FIELDS = Map.of(
            "request",
            Set.of(
                    "type",
                    "name",
                    "component",
                    "cpu",
                    "memoryMiB",
                    "diskGiB",
                    "extensions",
                    "majorAtLeast",
                    "maxMemoryMiB",
                    "persistent",
                    "quotaGiB",
                    "publicRead",
                    "sizeGiB",
                    "kind",
                    "bytes",
                    "bits",
                    "label",
                    "fromAddress",
                    "user",
                    "shell"),
            "deployment",
            Set.of("id", "domain", "topology", "environment"),
            "operator",
            Set.of("id", "tags"));

    /// Policies are few and evaluated often: compiled expressions are kept, up to a bound.
    private static final Map<Object, Template> COMPILED = new ConcurrentHashMap<>();

    private static final int KEPT = 2_000;

    private PolicyNames() {}

    static Template when(Rule rule) {
        return compiled(rule.when().isEmpty() ? "${true}" : rule.when());
    }

    static Template use(Rule rule) {
        return compiled(rule.use());
    }

    static Template with(Rule rule) {
        return compiled(rule.with());
    }

    private static Template compiled(Object tree) {
        if (COMPILED.size() > KEPT) {
            COMPILED.clear();
        }
        return COMPILED.computeIfAbsent(tree, text -> Template.of(text, SCOPE));
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

    static List<Fault> faults(String pointer, Rule rule, Definition definition) {
        List<Fault> faults = new ArrayList<>();
        check(pointer + "/when", when(rule), definition, faults);
        if (!Set.of(Kind.BOOLEAN, Kind.UNKNOWN).contains(when(rule).kind())
                && when(rule).mistakes().isEmpty()) {
            faults.add(
                    new Fault(pointer + "/when", "a condition is true or false, as in ${request.type == 'machine'}"));
        }
        if (!rule.use().isEmpty()) {
            check(pointer + "/use", use(rule), definition, faults);
            if (use(rule).isConstant() && definition.offer(rule.use()).isEmpty()) {
                faults.add(new Fault(pointer + "/use", "there is no resource '" + rule.use() + "'"));
            }
        }
        check(pointer + "/with", with(rule), definition, faults);
        return faults;
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
