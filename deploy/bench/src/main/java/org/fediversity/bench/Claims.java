package org.fediversity.bench;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import org.axonframework.modelling.command.AggregateRoot;
import org.fediversity.contracts.ConfigEvent;
import org.fediversity.contracts.ConfigEvent.DomainClaimed;
import org.fediversity.runtime.Aggregates;
import org.fediversity.runtime.Command;
import org.fediversity.runtime.Decider;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.EventSourced;
import org.fediversity.runtime.Recorded;
import org.fediversity.runtime.View;
import org.fediversity.runtime.web.GeneralRefusal;
import org.jdbi.v3.core.Handle;

/// A service as small as one can be, whole all the same: command, rule, state, aggregate, view.
final class Claims {
    private Claims() {}

    sealed interface ClaimCommand extends Command {}

    record Claim(String domain, String operator) implements ClaimCommand {
        @Override
        public String stream() {
            return "domain:" + domain;
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    sealed interface Domain {
        record Free() implements Domain {}

        record Claimed(String operator, int times) implements Domain {}
    }

    enum Rules implements Decider<ClaimCommand, Domain, ConfigEvent> {
        INSTANCE;

        @Override
        public Domain initial() {
            return new Domain.Free();
        }

        @Override
        public Decision decide(ClaimCommand command, Domain state) {
            Claim claim = (Claim) command;
            return switch (state) {
                case Domain.Claimed(var owner, var times)
                when !owner.equals(claim.operator()) ->
                    Decision.refused(GeneralRefusal.CONFLICT, claim.domain() + " is somebody else's");
                case Domain.Claimed(var owner, var times) ->
                    Decision.accepted(new DomainClaimed(claim.domain(), owner, "challenge-" + times));
                case Domain.Free _ ->
                    Decision.accepted(new DomainClaimed(claim.domain(), claim.operator(), "challenge"));
            };
        }

        @Override
        public Domain evolve(Domain state, ConfigEvent event) {
            if (event instanceof DomainClaimed claimed) {
                int before = state instanceof Domain.Claimed(var owner, var times) ? times : 0;
                return new Domain.Claimed(claimed.operator(), before + 1);
            }
            return state;
        }
    }

    @AggregateRoot(type = "domain")
    static final class DomainAggregate extends EventSourced<ClaimCommand, Domain, ConfigEvent> {
        DomainAggregate() {
            super(Rules.INSTANCE, ClaimCommand.class);
        }
    }

    @ApplicationScoped
    static class Wiring {
        @Produces
        @Singleton
        Aggregates aggregates() {
            return new Aggregates("config", List.of(DomainAggregate.class));
        }
    }

    @ApplicationScoped
    static class ClaimsView implements View {
        @Override
        public void on(Recorded<?> recorded, Handle db) {
            if (recorded.event() instanceof DomainClaimed claimed) {
                db.execute(
                        "insert into claims (domain, operator, times) values (?, ?, 1)"
                                + " on conflict (domain) do update set times = claims.times + 1",
                        claimed.domain(),
                        claimed.operator());
            }
        }
    }
}
