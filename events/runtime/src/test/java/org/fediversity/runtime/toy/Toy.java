package org.fediversity.runtime.toy;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.modelling.command.AggregateRoot;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fediversity.contracts.ConfigEvent;
import org.fediversity.contracts.ConfigEvent.DomainClaimed;
import org.fediversity.contracts.ConfigEvent.DomainVerified;
import org.fediversity.contracts.DeploymentEvent.DeploymentCreated;
import org.fediversity.runtime.Aggregates;
import org.fediversity.runtime.CloudEvent;
import org.fediversity.runtime.Command;
import org.fediversity.runtime.Commands;
import org.fediversity.runtime.Decider;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.EventSourced;
import org.fediversity.runtime.Inbox;
import org.fediversity.runtime.Policy;
import org.fediversity.runtime.Recorded;
import org.fediversity.runtime.Subscription;
import org.fediversity.runtime.Upcaster;
import org.fediversity.runtime.View;
import org.fediversity.runtime.web.GeneralRefusal;
import org.jdbi.v3.core.Handle;

final class Toy {
    private Toy() {}

    sealed interface DomainCommand extends Command {
        String domain();

        @Override
        default String stream() {
            return "domain:" + domain();
        }
    }

    /// Claims, as often as one likes, for one operator only.
    record Claim(String domain, String operator) implements DomainCommand {}

    record Verify(String domain) implements DomainCommand {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    sealed interface Domain {
        record Free() implements Domain {}

        record Claimed(String operator, int times) implements Domain {}
    }

    enum Rules implements Decider<DomainCommand, Domain, ConfigEvent> {
        INSTANCE;

        @Override
        public Domain initial() {
            return new Domain.Free();
        }

        @Override
        public Decision decide(DomainCommand command, Domain state) {
            return switch (command) {
                case Claim(var domain, var operator) ->
                    switch (state) {
                        case Domain.Claimed(var owner, var times)
                        when !owner.equals(operator) ->
                            Decision.refused(GeneralRefusal.CONFLICT, domain + " is somebody else's");
                        case Domain.Claimed claimed ->
                            Decision.accepted(new DomainClaimed(domain, operator, "again-" + claimed.times()));
                        case Domain.Free free -> Decision.accepted(new DomainClaimed(domain, operator, "first"));
                    };
                case Verify(var domain) ->
                    state instanceof Domain.Claimed(var owner, var times)
                            ? Decision.accepted(new DomainVerified(domain, owner))
                            : Decision.refused(GeneralRefusal.NOT_FOUND, domain + " is not claimed");
            };
        }

        @Override
        public Domain evolve(Domain state, ConfigEvent event) {
            return event instanceof DomainClaimed claimed
                    ? new Domain.Claimed(
                            claimed.operator(), state instanceof Domain.Claimed before ? before.times() + 1 : 1)
                    : state;
        }
    }

    @AggregateRoot(type = "domain")
    static final class DomainAggregate extends EventSourced<DomainCommand, Domain, ConfigEvent> {
        DomainAggregate() {
            super(Rules.INSTANCE, DomainCommand.class);
        }
    }

    @ApplicationScoped
    static class Wiring {
        /// `toy.context` makes a second service of the toy, which hears of the first one on Kafka only.
        @Produces
        @Singleton
        Aggregates aggregates(@ConfigProperty(name = "toy.context", defaultValue = "config") String context) {
            return new Aggregates(context, List.of(DomainAggregate.class));
        }
    }

    /// The door, for clients in another process.
    @Path("/claims/{domain}")
    static class Door {
        private final Commands commands;

        Door(Commands commands) {
            this.commands = commands;
        }

        @POST
        public void claim(@PathParam("domain") String domain) {
            commands.ask(new Claim(domain, "op"));
        }
    }

    /// An effect downstream: counts what it hears, in the order in which it hears it.
    @ApplicationScoped
    static class Tally implements Subscription {
        @Override
        public String name() {
            return "tally";
        }

        @Override
        public Set<String> contexts() {
            return Set.of("config");
        }

        @Override
        public void on(CloudEvent arrival, Handle db) {
            db.execute(
                    "insert into tally (subject, heard) values (?, ?) on conflict (subject)"
                            + " do update set heard = tally.heard || ' ' || excluded.heard",
                    arrival.subject(),
                    String.valueOf(arrival.sequence()));
        }
    }

    @ApplicationScoped
    static class ClaimsView implements View {
        @Override
        public void on(Recorded<?> recorded, Handle db) {
            switch (recorded.event()) {
                case DomainClaimed(var domain, var operator, var challenge) ->
                    db.execute(
                            "insert into claims (domain, operator, times, trail) values (?, ?, 1, ?) on conflict (domain)"
                                    + " do update set times = claims.times + 1, trail = claims.trail || ' ' || excluded.trail",
                            domain,
                            operator,
                            challenge);
                case DomainVerified(var domain, var operator) ->
                    db.execute("update claims set verified = ? where domain = ?", operator, domain);
                default -> {
                    // the toy has no others
                }
            }
        }
    }

    /// Whenever a domain of `policy.test` is claimed, verify it; the first two attempts of a `-slow` one fail, the
    /// first of a `-broken` one badly.
    @ApplicationScoped
    static class VerifyWhenClaimed implements Policy<DomainClaimed> {
        static final Map<String, AtomicInteger> ATTEMPTS = new ConcurrentHashMap<>();

        @Override
        public Class<DomainClaimed> event() {
            return DomainClaimed.class;
        }

        @Override
        public Optional<? extends Command> react(Recorded<DomainClaimed> recorded) throws Exception {
            String domain = recorded.event().domain();
            if (!domain.endsWith("policy.test")) {
                return Optional.empty();
            }
            int attempt =
                    ATTEMPTS.computeIfAbsent(domain, key -> new AtomicInteger()).incrementAndGet();
            if (domain.contains("-slow") && attempt < 3) {
                throw new java.io.IOException("not yet");
            }
            if (domain.contains("-broken") && attempt < 2) {
                throw new AssertionError("a bug");
            }
            return Optional.of(new Verify(domain));
        }
    }

    /// Every deployment claims its domain; one named `poison` cannot be taken until the cure is there.
    @ApplicationScoped
    static class ClaimForDeployments implements Inbox {
        static volatile boolean cured;

        @Override
        public Set<String> contexts() {
            return Set.of("deployment");
        }

        @Override
        public List<? extends Command> translate(Recorded<?> recorded) {
            if (recorded.event() instanceof DeploymentCreated created) {
                if (created.name().equals("poison") && !cured) {
                    throw new IllegalStateException("this one cannot be taken");
                }
                return List.of(new Claim(created.domain(), created.operator()));
            }
            return List.of();
        }
    }

    /// Once upon a time the operator of a verification was called `owner`.
    @ApplicationScoped
    static class OwnerBecameOperator implements Upcaster {
        @Override
        public String event() {
            return "DomainVerified";
        }

        @Override
        public int from() {
            return 0;
        }

        @Override
        public JsonNode lift(JsonNode payload) {
            ObjectNode lifted = payload.deepCopy();
            lifted.set("operator", lifted.remove("owner"));
            return lifted;
        }
    }
}
