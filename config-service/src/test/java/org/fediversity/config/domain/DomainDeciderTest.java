package org.fediversity.config.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.fediversity.config.domain.DomainCommand.ClaimDomain;
import org.fediversity.config.domain.DomainCommand.ExpireClaim;
import org.fediversity.config.domain.DomainCommand.RecordVerification;
import org.fediversity.contracts.ConfigEvent;
import org.fediversity.contracts.ConfigEvent.DomainClaimExpired;
import org.fediversity.contracts.ConfigEvent.DomainClaimed;
import org.fediversity.contracts.ConfigEvent.DomainLapsed;
import org.fediversity.contracts.ConfigEvent.DomainProofFound;
import org.fediversity.contracts.ConfigEvent.DomainProofMissing;
import org.fediversity.contracts.ConfigEvent.DomainVerified;
import org.fediversity.runtime.Decision;
import org.junit.jupiter.api.Test;

class DomainDeciderTest {
    private static final String NAME = "example.org";
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final Instant LATER = NOON.plus(Duration.ofDays(2));
    private static final ConfigEvent ADA_CLAIMED = new DomainClaimed(NAME, "ada", "a1");
    private static final ConfigEvent BOB_CLAIMED = new DomainClaimed(NAME, "bob", "b1");
    private static final ConfigEvent ADA_PROVED = new DomainVerified(NAME, "ada");
    private static final ConfigEvent GONE =
            new DomainProofMissing(NAME, "ada", NOON.plus(Duration.ofDays(1)).toString());

    private static Decision decide(DomainCommand command, ConfigEvent... given) {
        Claim state = DomainDecider.INSTANCE.initial();
        for (ConfigEvent event : given) {
            state = DomainDecider.INSTANCE.evolve(state, event);
        }
        return DomainDecider.INSTANCE.decide(command, state);
    }

    private static RecordVerification looked(String operator, boolean seen, Instant at) {
        return new RecordVerification(NAME, operator, seen, "nothing", at, Duration.ofDays(1));
    }

    private static void then(Decision decision, ConfigEvent... events) {
        assertThat(decision).isEqualTo(new Decision.Accepted(List.of(events)));
    }

    private static void thenRefused(Decision decision, IdentityRefusal why) {
        assertThat(decision).isInstanceOfSatisfying(Decision.Refused.class, refused -> assertThat(refused.why())
                .isEqualTo(why));
    }

    @Test
    void several_may_claim_a_domain_and_who_proves_it_first_has_it() {
        then(decide(new ClaimDomain(NAME, "bob", "b1"), ADA_CLAIMED), BOB_CLAIMED);
        then(decide(looked("bob", true, NOON), ADA_CLAIMED, BOB_CLAIMED), new DomainVerified(NAME, "bob"));
        thenRefused(
                decide(looked("bob", true, NOON), ADA_CLAIMED, BOB_CLAIMED, ADA_PROVED), IdentityRefusal.DOMAIN_TAKEN);
        thenRefused(decide(new ClaimDomain(NAME, "bob", "b1"), ADA_CLAIMED, ADA_PROVED), IdentityRefusal.DOMAIN_TAKEN);
    }

    @Test
    void claiming_again_keeps_the_challenge() {
        then(decide(new ClaimDomain(NAME, "ada", "a2"), ADA_CLAIMED));
    }

    @Test
    void a_claim_that_was_not_proven_expires_and_can_be_made_again() {
        then(decide(new ExpireClaim(NAME, "ada", "a1"), ADA_CLAIMED, BOB_CLAIMED), new DomainClaimExpired(NAME, "ada"));
        then(
                decide(new ClaimDomain(NAME, "ada", "a2"), ADA_CLAIMED, new DomainClaimExpired(NAME, "ada")),
                new DomainClaimed(NAME, "ada", "a2"));
        thenRefused(
                decide(looked("ada", true, NOON), ADA_CLAIMED, new DomainClaimExpired(NAME, "ada")),
                IdentityRefusal.DOMAIN_NOT_CLAIMED);
    }

    @Test
    void what_was_proven_or_claimed_anew_does_not_expire() {
        then(decide(new ExpireClaim(NAME, "ada", "a1"), ADA_CLAIMED, ADA_PROVED));
        then(decide(new ExpireClaim(NAME, "ada", "a1"), ADA_CLAIMED, ADA_PROVED, GONE));
        then(decide(
                new ExpireClaim(NAME, "ada", "a1"),
                ADA_CLAIMED,
                new DomainClaimExpired(NAME, "ada"),
                new DomainClaimed(NAME, "ada", "a2")));
    }

    @Test
    void a_record_that_is_still_there_changes_nothing() {
        then(decide(looked("ada", true, LATER), ADA_CLAIMED, ADA_PROVED));
    }

    @Test
    void a_record_that_is_gone_is_told_once_with_the_time_that_is_left() {
        then(decide(looked("ada", false, NOON), ADA_CLAIMED, ADA_PROVED), GONE);
        then(decide(looked("ada", false, NOON.plusSeconds(60)), ADA_CLAIMED, ADA_PROVED, GONE));
    }

    @Test
    void a_record_that_comes_back_in_time_or_late_but_before_anybody_looked_is_enough() {
        then(decide(looked("ada", true, NOON), ADA_CLAIMED, ADA_PROVED, GONE), new DomainProofFound(NAME, "ada"));
        then(decide(looked("ada", true, LATER), ADA_CLAIMED, ADA_PROVED, GONE), new DomainProofFound(NAME, "ada"));
        then(
                decide(looked("ada", false, NOON), ADA_CLAIMED, ADA_PROVED, GONE, new DomainProofFound(NAME, "ada")),
                GONE);
    }

    @Test
    void a_record_that_stays_away_sets_the_domain_free() {
        then(decide(looked("ada", false, LATER), ADA_CLAIMED, ADA_PROVED, GONE), new DomainLapsed(NAME, "ada"));
        ConfigEvent[] lapsed = {ADA_CLAIMED, ADA_PROVED, GONE, new DomainLapsed(NAME, "ada")};
        then(decide(new ClaimDomain(NAME, "bob", "b1"), lapsed), BOB_CLAIMED);
        then(decide(new ClaimDomain(NAME, "ada", "a2"), lapsed), new DomainClaimed(NAME, "ada", "a2"));
    }

    @Test
    void as_long_as_the_grace_lasts_the_domain_is_nobody_elses() {
        thenRefused(
                decide(new ClaimDomain(NAME, "bob", "b1"), ADA_CLAIMED, ADA_PROVED, GONE),
                IdentityRefusal.DOMAIN_TAKEN);
        thenRefused(
                decide(looked("bob", true, LATER), ADA_CLAIMED, BOB_CLAIMED, ADA_PROVED, GONE),
                IdentityRefusal.DOMAIN_TAKEN);
    }

    @Test
    void a_loopback_domain_is_proven_by_being_claimed_and_stays_so() {
        ConfigEvent claimed = new DomainClaimed("a.localhost", "ada", "a1");
        ConfigEvent proven = new DomainVerified("a.localhost", "ada");
        then(decide(new ClaimDomain("a.localhost", "ada", "a1")), claimed, proven);
        then(decide(
                new RecordVerification("a.localhost", "ada", false, "", LATER, Duration.ofDays(1)), claimed, proven));
    }
}
