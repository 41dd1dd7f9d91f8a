package org.fediversity.provisioning.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fediversity.contracts.Assignment;
import org.fediversity.contracts.Requirements;
import org.fediversity.provisioning.domain.Demand;
import org.fediversity.provisioning.domain.Holding;
import org.fediversity.provisioning.domain.Place;
import org.fediversity.provisioning.domain.PolicyMapping;

/// What provisioning would do, without doing it.
final class Plans {
    private Plans() {}

    /// Of another service: what a revision would need.
    record Question(
            String deployment,
            String environment,
            String topology,
            String operator,
            String domain,
            Requirements requirements) {}

    /// @param action     `create`, `update`, `replace`, `delete` or `unchanged`
    /// @param component  `<application>/<component>` where a machine is for one; else the application
    /// @param reversible whether going back to the revision before brings everything back
    /// @param downtime   `none` or `short`
    record Action(
            String action, String resource, String component, String driver, boolean reversible, String downtime) {}

    record Problem(String resource, String message) {}

    record Plan(boolean feasible, List<Problem> problems, List<Action> actions) {}

    static Plan plan(Question question, Optional<Place> place, Holding now) {
        if (place.isEmpty()) {
            String message = "there is no environment '" + question.environment() + "'";
            return new Plan(false, List.of(new Problem("", message)), List.of());
        }
        var demand = new Demand(
                question.deployment(),
                question.environment(),
                question.topology(),
                question.operator(),
                question.domain(),
                question.requirements());
        return switch (PolicyMapping.assign(demand, place.get(), now)) {
            case PolicyMapping.Infeasible(var problems) ->
                new Plan(
                        false,
                        problems.stream()
                                .map(problem -> new Problem(problem.resource(), problem.message()))
                                .toList(),
                        List.of());
            case PolicyMapping.Feasible(var assignments) ->
                new Plan(true, List.of(), actions(question.requirements(), assignments, now));
        };
    }

    private static List<Action> actions(Requirements requirements, List<Assignment> assignments, Holding now) {
        List<Action> actions = new ArrayList<>();
        for (Assignment next : assignments) {
            actions.add(new Action(
                    action(now, next),
                    next.resource(),
                    component(requirements, next),
                    next.driver(),
                    !now.replaces(next),
                    now.replaces(next) ? "short" : "none"));
        }
        for (Assignment left : now.surplusBeside(assignments)) {
            if (assignments.stream().noneMatch(next -> next.resource().equals(left.resource()))) {
                actions.add(new Action(
                        "delete",
                        left.resource(),
                        component(requirements, left),
                        left.driver(),
                        left.type().equals("machine"),
                        "none"));
            }
        }
        return actions;
    }

    private static String action(Holding now, Assignment next) {
        Optional<Assignment> serving = now.serving(next.resource());
        if (serving.isEmpty() || now.result(next.resource()).isEmpty()) {
            return "create";
        }
        return now.replaces(next) ? "replace" : serving.get().equals(next) ? "unchanged" : "update";
    }

    private static String component(Requirements requirements, Assignment assignment) {
        return requirements.resources().stream()
                .filter(resource -> resource.id().equals(assignment.resource()))
                .filter(resource -> !resource.component().isEmpty())
                .map(resource -> resource.application() + "/" + resource.component())
                .findFirst()
                .orElse(assignment.application());
    }
}
