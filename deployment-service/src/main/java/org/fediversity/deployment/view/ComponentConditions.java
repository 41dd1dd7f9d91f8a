package org.fediversity.deployment.view;

import jakarta.enterprise.context.ApplicationScoped;
import org.fediversity.deployment.domain.Instance;
import org.fediversity.deployment.domain.Observation;
import org.fediversity.deployment.domain.Observations;
import org.jdbi.v3.core.Jdbi;

/// Keeps how each instance was seen last.
@ApplicationScoped
class ComponentConditions implements Observations {
    private final Jdbi jdbi;

    ComponentConditions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void changed(Observation seen) {
        Instance instance = seen.instance();
        jdbi.useHandle(db -> db.createUpdate("""
                        insert into component_condition
                               (deployment, environment, application, component, generation, condition, restarts, detail)
                        values (:deployment, :environment, :application, :component, :generation, :condition, :restarts, :detail)
                        on conflict (deployment, environment, application, component, generation) do update
                        set condition = excluded.condition, restarts = excluded.restarts, detail = excluded.detail,
                            since = case when component_condition.condition = excluded.condition
                                         then component_condition.since else now() end
                        """)
                .bind("deployment", instance.deployment())
                .bind("environment", instance.environment())
                .bind("application", instance.application())
                .bind("component", instance.component())
                .bind("generation", instance.generation())
                .bind("condition", seen.condition().name())
                .bind("restarts", seen.restarts())
                .bind("detail", seen.detail())
                .execute());
    }

    @Override
    public void gone(Instance instance) {
        jdbi.useHandle(db -> db.execute(
                "delete from component_condition where deployment = ? and environment = ? and application = ?"
                        + " and component = ? and generation = ?",
                instance.deployment(),
                instance.environment(),
                instance.application(),
                instance.component(),
                instance.generation()));
    }
}
