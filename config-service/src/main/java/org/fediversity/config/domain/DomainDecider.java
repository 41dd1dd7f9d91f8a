package org.fediversity.config.domain;

import java.util.Map;
import org.fediversity.config.domain.DomainCommand.ClaimDomain;
import org.fediversity.config.domain.DomainCommand.RecordVerification;
import org.fediversity.contracts.ConfigEvent;
import org.fediversity.contracts.ConfigEvent.DomainClaimed;
import org.fediversity.contracts.ConfigEvent.DomainVerified;
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
                    case Claim.Verified(var owner) when owner.equals(c.operator()) -> Decision.nothingToDo();
                    case Claim.Verified taken ->
                        Decision.refused(IdentityRefusal.DOMAIN_TAKEN, c.domain() + " belongs to somebody else.");
                    case Claim.Open(var challenges) when challenges.containsKey(c.operator()) -> Decision.nothingToDo();
                    case Claim.Open open
                    when new DomainName(c.domain()).isLoopback() ->
                        Decision.accepted(
                                new DomainClaimed(c.domain(), c.operator(), c.challenge()),
                                new DomainVerified(c.domain(), c.operator()));
                    case Claim.Open open ->
                        Decision.accepted(new DomainClaimed(c.domain(), c.operator(), c.challenge()));
                };
            case RecordVerification v ->
                switch (state) {
                    case Claim.Verified(var owner) when owner.equals(v.operator()) -> Decision.nothingToDo();
                    case Claim.Verified taken ->
                        Decision.refused(IdentityRefusal.DOMAIN_TAKEN, v.domain() + " belongs to somebody else.");
                    case Claim.Open(var challenges)
                    when !challenges.containsKey(v.operator()) ->
                        Decision.refused(IdentityRefusal.DOMAIN_NOT_CLAIMED, "Claim it first: POST /domains.");
                    case Claim.Open open
                    when v.seen() -> Decision.accepted(new DomainVerified(v.domain(), v.operator()));
                    case Claim.Open open -> Decision.refused(IdentityRefusal.CHALLENGE_NOT_FOUND, v.what());
                };
        };
    }

    @Override
    public Claim evolve(Claim state, ConfigEvent event) {
        return switch (event) {
            case DomainClaimed claimed
            when state instanceof Claim.Open open -> open.with(claimed.operator(), claimed.challenge());
            case DomainVerified verified -> new Claim.Verified(verified.operator());
            default -> state;
        };
    }
}
