package org.fediversity.config.domain;

import java.time.Instant;
import java.util.Map;
import org.fediversity.config.domain.DomainCommand.ClaimDomain;
import org.fediversity.config.domain.DomainCommand.ExpireClaim;
import org.fediversity.config.domain.DomainCommand.RecordVerification;
import org.fediversity.contracts.ConfigEvent;
import org.fediversity.contracts.ConfigEvent.ApplicationDeprecated;
import org.fediversity.contracts.ConfigEvent.ApplicationPublished;
import org.fediversity.contracts.ConfigEvent.ApplicationReinstated;
import org.fediversity.contracts.ConfigEvent.ApplicationWithdrawn;
import org.fediversity.contracts.ConfigEvent.ConfigurationDeployed;
import org.fediversity.contracts.ConfigEvent.ConfigurationDiscarded;
import org.fediversity.contracts.ConfigEvent.ConfigurationStaged;
import org.fediversity.contracts.ConfigEvent.DomainClaimExpired;
import org.fediversity.contracts.ConfigEvent.DomainClaimed;
import org.fediversity.contracts.ConfigEvent.DomainLapsed;
import org.fediversity.contracts.ConfigEvent.DomainProofFound;
import org.fediversity.contracts.ConfigEvent.DomainProofMissing;
import org.fediversity.contracts.ConfigEvent.DomainVerified;
import org.fediversity.contracts.ConfigEvent.OperatorErased;
import org.fediversity.contracts.ConfigEvent.OperatorRegistered;
import org.fediversity.runtime.Decider;
import org.fediversity.runtime.Decision;

/// The rules of domains: a domain belongs to one operator, from the moment they prove it. `*.localhost` is proven by
/// being claimed.
public enum DomainDecider implements Decider<DomainCommand, Claim, ConfigEvent> {
    INSTANCE;

    @Override
    public Claim initial() {
        return new Claim.Open(Map.of());
    }

    @Override
    public Decision decide(DomainCommand command, Claim state) {
        return switch (command) {
            case ClaimDomain c ->
                switch (state) {
                    case Claim.Verified(var owner) -> claimOfOwned(c, owner);
                    case Claim.Missing(var owner, var until) -> claimOfOwned(c, owner);
                    case Claim.Open(var challenges) when challenges.containsKey(c.operator()) -> Decision.nothingToDo();
                    case Claim.Open open
                    when new DomainName(c.domain()).isLoopback() ->
                        Decision.accepted(
                                new DomainClaimed(c.domain(), c.operator(), c.challenge()),
                                new DomainVerified(c.domain(), c.operator()));
                    case Claim.Open open ->
                        Decision.accepted(new DomainClaimed(c.domain(), c.operator(), c.challenge()));
                };
            case ExpireClaim(var domain, var operator, var challenge) ->
                switch (state) {
                    case Claim.Open(var challenges)
                    when challenge.equals(challenges.get(operator)) ->
                        Decision.accepted(new DomainClaimExpired(domain, operator));
                    case Claim.Open others -> Decision.nothingToDo();
                    case Claim.Verified proven -> Decision.nothingToDo();
                    case Claim.Missing proven -> Decision.nothingToDo();
                };
            case RecordVerification v ->
                switch (state) {
                    case Claim.Verified(var owner) when !owner.equals(v.operator()) -> taken(v.domain());
                    case Claim.Missing(var owner, var until) when !owner.equals(v.operator()) -> taken(v.domain());
                    case Claim.Verified proven
                    when v.seen() || new DomainName(v.domain()).isLoopback() -> Decision.nothingToDo();
                    case Claim.Verified proven ->
                        Decision.accepted(new DomainProofMissing(
                                v.domain(), v.operator(), v.at().plus(v.grace()).toString()));
                    case Claim.Missing missing
                    when v.seen() -> Decision.accepted(new DomainProofFound(v.domain(), v.operator()));
                    case Claim.Missing(var owner, var until) when v.at().isBefore(until) -> Decision.nothingToDo();
                    case Claim.Missing overdue -> Decision.accepted(new DomainLapsed(v.domain(), v.operator()));
                    case Claim.Open(var challenges)
                    when !challenges.containsKey(v.operator()) ->
                        Decision.refused(IdentityRefusal.DOMAIN_NOT_CLAIMED, "Claim it first: POST /domains.");
                    case Claim.Open open
                    when v.seen() -> Decision.accepted(new DomainVerified(v.domain(), v.operator()));
                    case Claim.Open open -> Decision.refused(IdentityRefusal.CHALLENGE_NOT_FOUND, v.what());
                };
        };
    }

    private static Decision claimOfOwned(ClaimDomain c, String owner) {
        return owner.equals(c.operator()) ? Decision.nothingToDo() : taken(c.domain());
    }

    private static Decision taken(String domain) {
        return Decision.refused(IdentityRefusal.DOMAIN_TAKEN, domain + " belongs to somebody else.");
    }

    @Override
    public Claim evolve(Claim state, ConfigEvent event) {
        return switch (event) {
            case DomainClaimed claimed ->
                state instanceof Claim.Open open ? open.with(claimed.operator(), claimed.challenge()) : state;
            case DomainClaimExpired expired ->
                state instanceof Claim.Open open ? open.without(expired.operator()) : state;
            case DomainVerified verified -> new Claim.Verified(verified.operator());
            case DomainProofMissing missing -> new Claim.Missing(missing.operator(), Instant.parse(missing.until()));
            case DomainProofFound found -> new Claim.Verified(found.operator());
            case DomainLapsed lapsed -> new Claim.Open(Map.of());
            case ApplicationPublished other -> state;
            case ApplicationDeprecated other -> state;
            case ApplicationReinstated other -> state;
            case ApplicationWithdrawn other -> state;
            case OperatorRegistered other -> state;
            case OperatorErased other -> state;
            case ConfigurationStaged other -> state;
            case ConfigurationDiscarded other -> state;
            case ConfigurationDeployed other -> state;
        };
    }
}
