package org.fediversity.bench;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import org.axonframework.modelling.command.AggregateRoot;
import org.fediversity.contracts.ConfigEvent;
import org.fediversity.contracts.ConfigEvent.ConfigurationDeployed;
import org.fediversity.runtime.Aggregates;
import org.fediversity.runtime.Command;
import org.fediversity.runtime.Decider;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.EventSourced;
import org.fediversity.runtime.Recorded;
import org.fediversity.runtime.View;
import org.jdbi.v3.core.Handle;

/// A service as small as one can be, whole all the same: command, rule, state, aggregate, view. Each command deploys
/// the next revision of a deployment.
final class Revisions {
    private Revisions() {}

    record Deploy(String deployment) implements Command {
        @Override
        public String stream() {
            return "configuration:" + deployment;
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    record Latest(int revision) {}

    enum Rules implements Decider<Deploy, Latest, ConfigEvent> {
        INSTANCE;

        @Override
        public Latest initial() {
            return new Latest(0);
        }

        @Override
        public Decision decide(Deploy command, Latest state) {
            return Decision.accepted(new ConfigurationDeployed(command.deployment(), state.revision() + 1));
        }

        @Override
        public Latest evolve(Latest state, ConfigEvent event) {
            return event instanceof ConfigurationDeployed deployed ? new Latest(deployed.revision()) : state;
        }
    }

    @AggregateRoot(type = "configuration")
    static final class RevisionsAggregate extends EventSourced<Deploy, Latest, ConfigEvent> {
        RevisionsAggregate() {
            super(Rules.INSTANCE, Deploy.class);
        }
    }

    @ApplicationScoped
    static class Wiring {
        @Produces
        @Singleton
        Aggregates aggregates() {
            return new Aggregates("config", List.of(RevisionsAggregate.class));
        }
    }

    @ApplicationScoped
    static class RevisionsView implements View {
        @Override
        public void on(Recorded<?> recorded, Handle db) {
            if (recorded.event() instanceof ConfigurationDeployed deployed) {
                db.execute(
                        "insert into latest (deployment, revision) values (?, ?)"
                                + " on conflict (deployment) do update set revision = excluded.revision",
                        deployed.deployment(),
                        deployed.revision());
            }
        }
    }
}
