package org.fediversity.deployment.api;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.fediversity.contracts.Requirements;
import org.fediversity.deployment.api.Documents.PlanDocument;
import org.fediversity.deployment.domain.Configurations;
import org.fediversity.deployment.domain.DeploymentRefusal;
import org.fediversity.deployment.domain.Environments;
import org.fediversity.deployment.domain.PlanDigest;
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
    record Planned(Requirements requirements, PlanDocument plan) {
        /// The same, or a refusal that says what is missing.
        Planned feasible() {
            if (plan.feasible()) {
                return this;
            }
            List<Fault> faults = plan.problems().stream()
                    .map(problem -> new Fault(
                            "", (problem.resource().isEmpty() ? "" : problem.resource() + ": ") + problem.message()))
                    .toList();
            throw new RefusedException(new Decision.Refused(
                    DeploymentRefusal.PLAN_INFEASIBLE,
                    "Nothing was changed. The environment lacks something for revision " + plan.revision() + ".",
                    faults));
        }
    }

    /// @param revision 0 for what is staged
    Planned plan(DeploymentRow deployment, int revision) {
        Configurations.Needed needed = configurations
                .requirements(deployment.id(), revision)
                .orElseThrow(() -> revision == 0
                        ? new RefusedException(
                                DeploymentRefusal.NOTHING_STAGED, "Stage a configuration first: POST …/configuration.")
                        : new RefusedException(new Decision.Refused(
                                DeploymentRefusal.REVISION_UNKNOWN,
                                "There is no revision " + revision + ".",
                                List.of(new Fault("/revision", "there is no revision " + revision)))));
        Environments.Plan plan = environments.plan(deployment.about(), needed.requirements());
        return new Planned(
                needed.requirements(),
                new PlanDocument(
                        needed.revision(),
                        PlanDigest.of(needed.revision(), plan.actions()),
                        plan.actions(),
                        plan.feasible(),
                        plan.problems()));
    }
}
