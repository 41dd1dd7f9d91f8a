package org.fediversity.deployment.api;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.fediversity.contracts.Requirements;
import org.fediversity.deployment.api.Documents.PlanDocument;
import org.fediversity.deployment.domain.ComponentActions;
import org.fediversity.deployment.domain.Configurations;
import org.fediversity.deployment.domain.Configurations.Needed;
import org.fediversity.deployment.domain.DeploymentRefusal;
import org.fediversity.deployment.domain.Environments;
import org.fediversity.deployment.domain.Environments.Action;
import org.fediversity.deployment.domain.Environments.Problem;
import org.fediversity.deployment.domain.PlanDigest;
import org.fediversity.deployment.domain.Release;
import org.fediversity.deployment.view.DeploymentRow;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.Fault;
import org.fediversity.runtime.RefusedException;

/// Asks what a revision needs, and what providing it would do.
@ApplicationScoped
class Planning {
    private final Configurations configurations;
    private final Environments environments;

    Planning(Configurations configurations, Environments environments) {
        this.configurations = configurations;
        this.environments = environments;
    }

    /// A plan, and what it is for.
    ///
    /// @param downgrades whether it takes an application back to an older version
    /// @param withdrawn  whether it has an application at a version that was withdrawn
    record Planned(Requirements requirements, PlanDocument plan, boolean downgrades, boolean withdrawn) {
        /// The same, or a refusal that says what is missing. A downgrade passes: the deployment's rules refuse it.
        Planned feasible() {
            if (plan.feasible() || downgrades) {
                return this;
            }
            List<Fault> faults = plan.problems().stream()
                    .map(problem -> new Fault(
                            "", (problem.resource().isEmpty() ? "" : problem.resource() + ": ") + problem.message()))
                    .toList();
            throw new RefusedException(new Decision.Refused(
                    DeploymentRefusal.PLAN_INFEASIBLE,
                    "Nothing was changed. "
                            + (withdrawn
                                    ? "A version in revision " + plan.revision() + " was withdrawn."
                                    : "The environment lacks something for revision " + plan.revision() + "."),
                    faults));
        }
    }

    /// @param revision 0 for what is staged
    Planned plan(DeploymentRow deployment, int revision) {
        Needed needed = configurations
                .requirements(deployment.id(), revision)
                .orElseThrow(() -> revision == 0
                        ? new RefusedException(
                                DeploymentRefusal.NOTHING_STAGED, "Stage a configuration first: POST …/configuration.")
                        : new RefusedException(new Decision.Refused(
                                DeploymentRefusal.REVISION_UNKNOWN,
                                "There is no revision " + revision + ".",
                                List.of(new Fault("/revision", "there is no revision " + revision)))));
        Requirements deployed = deployment.revision() == 0
                ? Requirements.NONE
                : configurations
                        .requirements(deployment.id(), deployment.revision())
                        .map(Needed::requirements)
                        .orElse(Requirements.NONE);
        Environments.Plan plan = environments.plan(deployment.about(), needed.requirements());
        List<Action> actions = new ArrayList<>(plan.actions());
        if (plan.feasible()) {
            environments
                    .environment(deployment.environment())
                    .ifPresent(place -> actions.addAll(ComponentActions.of(deployed, needed, place.backend())));
        }
        List<String> downgrades = Release.downgrades(deployed, needed.requirements());
        List<Problem> problems = new ArrayList<>(plan.problems());
        downgrades.forEach(
                downgrade -> problems.add(new Problem("", "takes " + downgrade + "; there are no downgrades")));
        needed.withdrawn().forEach(why -> problems.add(new Problem("", why + "; stage another version")));
        return new Planned(
                needed.requirements(),
                new PlanDocument(
                        needed.revision(),
                        PlanDigest.of(needed.revision(), actions),
                        List.copyOf(actions),
                        problems.isEmpty() && plan.feasible(),
                        List.copyOf(problems)),
                !downgrades.isEmpty(),
                !needed.withdrawn().isEmpty());
    }
}
