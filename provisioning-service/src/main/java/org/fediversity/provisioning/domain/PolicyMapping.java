package org.fediversity.provisioning.domain;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fediversity.contracts.Assignment;
import org.fediversity.contracts.Requirements.RequiredResource;
import org.fediversity.expressions.Evaluation;

/// The policy: required resources and available ones -> which one serves, and how; or why it cannot be.
///
/// The first rule that matches decides. A rule that cannot be evaluated for a request decides too, against it: a
/// refusal must not be passed over because of a slip. A resource of which nothing else is asked than before stays where
/// it is, as long as that is still offered: a policy chooses for what is new or changed, and moving data is a
/// migration.
public final class PolicyMapping {
    private PolicyMapping() {}

    /// What came of it.
    public sealed interface Outcome {}

    public record Feasible(List<Assignment> assignments) implements Outcome {}

    public record Infeasible(List<Problem> problems) implements Outcome {}

    /// @param resource id of the required resource; empty if it is about all of them
    public record Problem(String resource, String message) {
        @Override
        public String toString() {
            return resource.isEmpty() ? message : resource + ": " + message;
        }
    }

    /// Assigns everything, or says about everything why not.
    ///
    /// @param now what the asking allocation holds already
    public static Outcome assign(Demand demand, Place place, Holding now) {
        List<Problem> problems = new ArrayList<>(unsuitable(demand, place.definition()));
        List<Assignment> assigned = new ArrayList<>();
        for (RequiredResource resource : demand.requirements().resources()) {
            switch (choose(demand, place, resource, now, assigned)) {
                case Choice.Use(var offer, var with) -> assigned.add(assignment(resource, offer, with));
                case Choice.None(var why) -> problems.add(new Problem(resource.id(), why));
            }
        }
        problems.addAll(overfull(place, assigned, now));
        return problems.isEmpty() ? new Feasible(assigned) : new Infeasible(problems);
    }

    private sealed interface Choice {
        record Use(Offer offer, Map<String, Object> with) implements Choice {}

        record None(String why) implements Choice {}
    }

    private static Assignment assignment(RequiredResource resource, Offer offer, Map<String, Object> with) {
        return new Assignment(
                resource.id(),
                resource.application(),
                resource.name(),
                resource.type(),
                offer.name(),
                offer.driver(),
                resource.request(),
                with);
    }

    private static List<Problem> unsuitable(Demand demand, Definition definition) {
        List<Problem> problems = new ArrayList<>();
        if (!definition.topologies().contains(demand.topology())) {
            problems.add(new Problem(
                    "",
                    "the environment '" + definition.name() + "' does not offer the topology '" + demand.topology()
                            + "', but " + String.join(", ", definition.topologies())));
        }
        demand.requirements().applications().forEach(application -> application.components().stream()
                .filter(component -> !component.runs().containsKey(definition.backend()))
                .forEach(component -> problems.add(new Problem(
                        component.machine(),
                        application.name() + "/" + component.name() + " does not run on the backend '"
                                + definition.backend() + "' of the environment"))));
        return problems;
    }

    private static Choice choose(
            Demand demand, Place place, RequiredResource resource, Holding now, List<Assignment> assigned) {
        Definition definition = place.definition();
        Optional<Assignment> held = now.serving(resource.id())
                .filter(serving -> serving.type().equals(resource.type()))
                .filter(serving -> definition
                        .offer(serving.offer())
                        .filter(offer -> offer.driver().equals(serving.driver()))
                        .isPresent());
        Map<String, Object> names = PolicyNames.values(demand, place, resource, now, assigned);
        if (held.isEmpty()) {
            return judge(definition, resource, names);
        }
        RequiredResource before = asking(resource, held.get().request());
        return Plain.same(before.request(), resource.request())
                ? keep(held.get(), definition, resource, names)
                : change(
                        held.get(),
                        definition,
                        resource,
                        names,
                        PolicyNames.values(demand, place, before, now, assigned));
    }

    private static RequiredResource asking(RequiredResource resource, Map<String, Object> request) {
        return new RequiredResource(
                resource.id(), resource.application(), resource.name(), resource.type(), resource.component(), request);
    }

    /// What the first rule that matches says, be it good or bad.
    private static Choice judge(Definition definition, RequiredResource resource, Map<String, Object> names) {
        for (int i = 0; i < definition.rules().size(); i++) {
            Rule rule = definition.rules().get(i);
            switch (PolicyNames.when(rule).test(names)) {
                case Evaluation.Failed failed -> {
                    return new Choice.None(which(i) + "cannot be evaluated: " + failed.reason());
                }
                case Evaluation.Value(var matches)
                when Boolean.TRUE.equals(matches) -> {
                    return apply(which(i), rule, names, resource, definition);
                }
                case Evaluation.Value _ -> {}
            }
        }
        return definition
                .builtIn(resource.type())
                .<Choice>map(offer -> new Choice.Use(offer, Map.of()))
                .orElseGet(() -> new Choice.None("nothing in the policy provides " + resource.type()));
    }

    /// As people find the rule: by counting, and by pointer.
    private static String which(int rule) {
        return "policy rule " + (rule + 1) + " (/policy/" + rule + ") ";
    }

    /// Nothing else is asked of it: it stays where it is, whatever the policy says by now; what the policy adds for the
    /// same offer applies anew.
    private static Choice keep(
            Assignment held, Definition definition, RequiredResource resource, Map<String, Object> names) {
        return judge(definition, resource, names) instanceof Choice.Use use
                        && use.offer().name().equals(held.offer())
                ? use
                : new Choice.Use(definition.offer(held.offer()).orElseThrow(), held.with());
    }

    /// Something else is asked of it, so that the policy has to allow it. It stays where it is if the policy says so,
    /// or if another place was chosen for what was asked before, too (then not the change, but the policy or the
    /// usage would move it) and the policy still allows this one. What keeps no state is moved where the change
    /// takes it.
    ///
    /// @param before the names with what was asked before
    private static Choice change(
            Assignment held,
            Definition definition,
            RequiredResource resource,
            Map<String, Object> names,
            Map<String, Object> before) {
        Choice judged = judge(definition, resource, names);
        if (!(judged instanceof Choice.Use use) || use.offer().name().equals(held.offer())) {
            return judged;
        }
        boolean movedByChange = judge(definition, resource, before) instanceof Choice.Use old
                && old.offer().name().equals(held.offer());
        Optional<Choice.Use> allowed = movedByChange ? Optional.empty() : allowed(held, definition, resource, names);
        if (allowed.isPresent()) {
            return allowed.get();
        }
        return Holding.isState(held)
                ? new Choice.None("the policy has a place for what is asked now at '"
                        + use.offer().name() + "' only, and its data is at '" + held.offer()
                        + "': moving it takes a migration to another environment")
                : use;
    }

    /// What a rule further down says that names the offer, unless one before it refuses; what is built in need not be
    /// named.
    private static Optional<Choice.Use> allowed(
            Assignment held, Definition definition, RequiredResource resource, Map<String, Object> names) {
        for (int i = 0; i < definition.rules().size(); i++) {
            Rule rule = definition.rules().get(i);
            if (!(PolicyNames.when(rule).test(names) instanceof Evaluation.Value(var matches))) {
                return Optional.empty();
            }
            if (!Boolean.TRUE.equals(matches)) {
                continue;
            }
            if (!rule.refuse().isEmpty()) {
                return Optional.empty();
            }
            if (apply(which(i), rule, names, resource, definition) instanceof Choice.Use use
                    && use.offer().name().equals(held.offer())) {
                return Optional.of(use);
            }
        }
        return definition.offer(held.offer()).filter(Offer::builtIn).map(offer -> new Choice.Use(offer, Map.of()));
    }

    private static Choice apply(
            String which, Rule rule, Map<String, Object> names, RequiredResource resource, Definition definition) {
        if (!rule.refuse().isEmpty()) {
            return new Choice.None(rule.refuse());
        }
        if (definition.offers().stream().noneMatch(offer -> offer.type().equals(resource.type()))) {
            return new Choice.None("the environment offers nothing of type " + resource.type());
        }
        if (!(PolicyNames.use(rule).evaluate(names) instanceof Evaluation.Value chosen)) {
            return new Choice.None(which + "does not come to the name of an offer for this");
        }
        Optional<Offer> offer = definition.offer(chosen.text());
        if (offer.isEmpty()) {
            return new Choice.None(which + "names '" + chosen.text() + "', which the environment does not offer");
        }
        if (!offer.get().type().equals(resource.type())) {
            return new Choice.None(which + "names '" + chosen.text() + "', which is no " + resource.type() + " but "
                    + offer.get().type());
        }
        return switch (PolicyNames.with(rule).evaluate(names)) {
            case Evaluation.Failed failed -> new Choice.None(which + "cannot be evaluated: " + failed.reason());
            case Evaluation.Value with -> new Choice.Use(offer.get(), with.object());
        };
    }

    /// Capacity counts everybody: others, what this allocation shall have, and what it has and does not need any more
    /// but still holds.
    private static List<Problem> overfull(Place place, List<Assignment> assigned, Holding now) {
        List<Assignment> mine = new ArrayList<>(assigned);
        mine.addAll(now.surplusBeside(assigned));
        Map<String, Amounts> wanted = Place.held(mine);
        List<Problem> problems = new ArrayList<>();
        wanted.forEach((name, amounts) -> place.definition().offer(name).ifPresent(offer -> {
            Amounts others = place.reserved().getOrDefault(name, Amounts.NONE);
            offer.capacity().byDimension().forEach((dimension, total) -> {
                BigDecimal free = total.subtract(others.of(dimension)).max(BigDecimal.ZERO);
                if (amounts.of(dimension).compareTo(free) > 0 && grows(amounts, dimension, name, now)) {
                    problems.add(new Problem(
                            first(assigned, name),
                            "'" + name + "' has " + free.toPlainString() + " " + dimension + " free, "
                                    + amounts.of(dimension).toPlainString() + " are needed"));
                }
            });
        }));
        return problems;
    }

    /// Whether more is wanted than is held already: a provider who shrinks a pool evicts nobody.
    private static boolean grows(Amounts wanted, String dimension, String offer, Holding now) {
        Amounts held = Place.held(now.all()).getOrDefault(offer, Amounts.NONE);
        return wanted.of(dimension).compareTo(held.of(dimension)) > 0;
    }

    private static String first(List<Assignment> assigned, String offer) {
        return assigned.stream()
                .filter(assignment -> assignment.offer().equals(offer))
                .map(Assignment::resource)
                .findFirst()
                .orElse("");
    }

    /// What others and this allocation hold of every offer, for expressions: total, reserved and free by dimension.
    ///
    /// @param resource that is sought a place: what serves it now does not count, as it is about to be replaced
    static Map<String, Object> usage(Place place, String resource, Holding now, List<Assignment> assigned) {
        List<Assignment> mine = new ArrayList<>(assigned);
        now.surplusBeside(assigned).stream()
                .filter(other -> !now.serving(resource).equals(Optional.of(other)))
                .forEach(mine::add);
        Map<String, Amounts> own = Place.held(mine);
        Map<String, Object> usage = new LinkedHashMap<>();
        for (Offer offer : place.definition().offers()) {
            Amounts reserved = place.reserved()
                    .getOrDefault(offer.name(), Amounts.NONE)
                    .plus(own.getOrDefault(offer.name(), Amounts.NONE));
            Map<String, Object> dimensions = new LinkedHashMap<>();
            offer.capacity()
                    .byDimension()
                    .forEach((dimension, total) -> dimensions.put(
                            dimension,
                            Map.of(
                                    "total", number(total),
                                    "reserved", number(reserved.of(dimension)),
                                    "free", number(total.subtract(reserved.of(dimension))))));
            usage.put(offer.name(), dimensions);
        }
        return usage;
    }

    /// Whole numbers stay whole, as CEL tells them from others.
    static Object number(BigDecimal amount) {
        return amount.stripTrailingZeros().scale() <= 0 ? (Object) amount.longValue() : (Object) amount.doubleValue();
    }
}
