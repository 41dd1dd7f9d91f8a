package org.fediversity.provisioning.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fediversity.provisioning.domain.Sample.machine;
import static org.fediversity.provisioning.domain.Sample.reserve;
import static org.fediversity.provisioning.domain.Sample.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fediversity.contracts.Assignment;
import org.fediversity.contracts.Event;
import org.fediversity.contracts.ProvisioningEvent.AllocationEvent;
import org.fediversity.contracts.ProvisioningEvent.ProvisioningFailed;
import org.fediversity.contracts.ProvisioningEvent.ReleaseRequested;
import org.fediversity.contracts.ProvisioningEvent.ResourcesProvisioned;
import org.fediversity.contracts.ProvisioningEvent.ResourcesReleased;
import org.fediversity.contracts.ProvisioningEvent.ResourcesReserved;
import org.fediversity.contracts.ProvisioningEvent.StateKept;
import org.fediversity.contracts.ProvisioningEvent.SurplusReleaseRequested;
import org.fediversity.contracts.ProvisioningEvent.SurplusReleased;
import org.fediversity.contracts.ResourceResult;
import org.fediversity.provisioning.domain.AllocationCommand.CompleteProvisioning;
import org.fediversity.provisioning.domain.AllocationCommand.CompleteRelease;
import org.fediversity.provisioning.domain.AllocationCommand.CompleteSurplusRelease;
import org.fediversity.provisioning.domain.AllocationCommand.FailProvisioning;
import org.fediversity.provisioning.domain.AllocationCommand.GiveUp;
import org.fediversity.provisioning.domain.AllocationCommand.KeepState;
import org.fediversity.provisioning.domain.AllocationCommand.Release;
import org.fediversity.provisioning.domain.AllocationCommand.ReleaseSurplus;
import org.fediversity.provisioning.domain.AllocationCommand.Source;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.Json;
import org.junit.jupiter.api.Test;

class AllocationDeciderTest {
    private static final AllocationId ID = new AllocationId("d1", "alpha");
    private static final ResourceResult KEY = new ResourceResult(
            "notes/actorKey",
            "notes",
            "actorKey",
            "secret",
            "secret",
            Map.of("publicKey", "PEM"),
            Map.of("privateKey", "provisioning/42"));

    /// An allocation to which things happen.
    private static final class Story {
        private Allocation state = AllocationDecider.INSTANCE.initial();
        private List<Event> last = new ArrayList<>();

        Story when(AllocationCommand command) {
            switch (AllocationDecider.INSTANCE.decide(command, state)) {
                case Decision.Accepted(var events) -> {
                    last = new ArrayList<>(events);
                    events.forEach(event -> state = AllocationDecider.INSTANCE.evolve(state, (AllocationEvent) event));
                }
                case Decision.Refused refused -> throw new AssertionError(refused);
            }
            return this;
        }

        Story then(Class<?>... events) {
            assertThat(last.stream().map(Object::getClass).toList()).isEqualTo(List.of(events));
            return this;
        }

        <E> E event(Class<E> type) {
            return type.cast(last.getFirst());
        }
    }

    private static Story ready() {
        return new Story()
                .when(reserve("rollout/1", machine(1, 512), resource("media", "volume", Map.of())))
                .when(new CompleteProvisioning(ID, "rollout/1", List.of(KEY)));
    }

    @Test
    void a_feasible_request_is_reserved_with_its_assignments() {
        ResourcesReserved reserved = new Story()
                .when(reserve("rollout/1", machine(1, 512)))
                .then(ResourcesReserved.class)
                .event(ResourcesReserved.class);
        assertThat(reserved.request()).isEqualTo("rollout/1");
        assertThat(reserved.assignments()).extracting(Assignment::offer).containsExactly("hosts");
    }

    @Test
    void asking_twice_is_asking_once() {
        new Story()
                .when(reserve("rollout/1", machine(1, 512)))
                .when(reserve("rollout/1", machine(1, 512)))
                .then();
        ready().when(reserve("rollout/1", machine(1, 512))).then();
        ready().when(new CompleteProvisioning(ID, "rollout/1", List.of())).then();
        ready().when(new Release(ID, "retirement"))
                .when(new Release(ID, "retirement"))
                .then();
    }

    @Test
    void an_infeasible_request_fails_with_every_reason_and_holds_nothing() {
        Story story = new Story()
                .when(reserve("rollout/1", machine(1, 9000), resource("cache", "redis", Map.of())))
                .then(ProvisioningFailed.class);
        assertThat(story.event(ProvisioningFailed.class).reason()).contains("no machine that large here", "redis");
        assertThat(story.state.held()).isEmpty();
    }

    @Test
    void an_unknown_environment_fails() {
        assertThat(new Story()
                        .when(reserve("rollout/1", Optional.empty(), Optional.empty(), machine(1, 512)))
                        .then(ProvisioningFailed.class)
                        .event(ProvisioningFailed.class)
                        .reason())
                .contains("no environment 'alpha'");
    }

    @Test
    void a_failed_request_keeps_what_the_one_before_it_was_given() {
        Story story = ready().when(reserve("rollout/2", machine(1, 9000))).then(ProvisioningFailed.class);
        assertThat(story.state).isInstanceOf(Allocation.Ready.class);
        assertThat(story.state.holding().results()).containsExactly(KEY);
    }

    @Test
    void a_late_failure_does_not_undo_a_success() {
        ready().when(new FailProvisioning(ID, "rollout/1", "too late")).then();
    }

    @Test
    void the_outcome_of_an_overtaken_request_is_nobodys_business() {
        new Story()
                .when(reserve("rollout/1", machine(1, 512)))
                .when(reserve("rollout/2", machine(2, 512)))
                .then(ResourcesReserved.class)
                .when(new CompleteProvisioning(ID, "rollout/1", List.of()))
                .then()
                .when(new CompleteProvisioning(ID, "rollout/2", List.of()))
                .then(ResourcesProvisioned.class);
    }

    @Test
    void what_is_no_longer_needed_is_held_until_the_rollout_has_succeeded() {
        Story story = ready().when(reserve("rollout/2", machine(1, 512)));
        assertThat(story.state.held()).extracting(Assignment::resource).contains("notes/media");
        story.when(new ReleaseSurplus(ID, "rollout/2"))
                .then() // not provisioned yet
                .when(new CompleteProvisioning(ID, "rollout/2", List.of()))
                .when(new ReleaseSurplus(ID, "rollout/2"))
                .then(SurplusReleaseRequested.class);
        assertThat(story.event(SurplusReleaseRequested.class).resources()).containsExactly("notes/media");
        story.when(new CompleteSurplusRelease(ID, List.of("notes/media"))).then(SurplusReleased.class);
        assertThat(story.state.held()).extracting(Assignment::resource).containsExactly("machine");
    }

    @Test
    void what_is_needed_again_is_surplus_no_more() {
        Story story = ready().when(reserve("rollout/2", machine(1, 512)))
                .when(reserve("rollout/3", machine(1, 512), resource("media", "volume", Map.of())));
        assertThat(story.state.holding().surplus()).isEmpty();
    }

    @Test
    void a_release_ends_with_nothing_and_a_new_request_starts_afresh() {
        Story story = ready().when(new Release(ID, "retirement"))
                .then(ReleaseRequested.class)
                .when(reserve("rollout/2", machine(1, 512)))
                .then(ProvisioningFailed.class)
                .when(new CompleteRelease(ID))
                .then(ResourcesReleased.class);
        assertThat(story.state.held()).isEmpty();
        story.when(reserve("rollout/3", machine(1, 512))).then(ResourcesReserved.class);
    }

    @Test
    void state_that_is_kept_is_held_until_it_is_erased_and_the_rest_goes() {
        Story story = new Story()
                .when(reserve("rollout/1", machine(1, 512), resource("media", "volume", Map.of("sizeGiB", 1))))
                .when(new KeepState(ID, "retirement"))
                .then(StateKept.class);
        assertThat(story.event(StateKept.class).resources()).containsExactly("notes/media");
        story.when(new KeepState(ID, "retirement")).then();
        story.when(new CompleteSurplusRelease(ID, List.of("machine"))).then(SurplusReleased.class);
        assertThat(story.state.held()).extracting(Assignment::type).containsExactly("volume");
        story.when(reserve("rollout/2", machine(1, 512))).then(ProvisioningFailed.class);
        story.when(new Release(ID, "retirement"))
                .then(ReleaseRequested.class)
                .when(new CompleteRelease(ID))
                .then(ResourcesReleased.class);
        assertThat(story.state.held()).isEmpty();
    }

    @Test
    void where_there_is_no_state_all_goes_at_once() {
        new Story()
                .when(reserve("rollout/1", machine(1, 512)))
                .when(new KeepState(ID, "retirement"))
                .then(ReleaseRequested.class);
        new Story().when(new KeepState(ID, "retirement")).then();
    }

    @Test
    void nothing_is_released_where_nothing_is_held() {
        new Story().when(new Release(ID, "retirement")).then();
        new Story().when(new GiveUp(ID, "migration/m1")).then();
    }

    @Test
    void giving_up_a_migration_releases_what_was_reserved_for_it_and_nothing_else() {
        new Story()
                .when(reserve("migration/m1", machine(1, 512)))
                .when(new GiveUp(ID, "migration/m1"))
                .then(ReleaseRequested.class);
        ready().when(new GiveUp(ID, "migration/m1")).then();
    }

    @Test
    void identity_moves_along_with_a_migration() {
        ResourcesReserved reserved = new Story()
                .when(reserve(
                        "migration/m1",
                        Optional.of(Sample.empty()),
                        Optional.of(new Source("beta", List.of(KEY))),
                        machine(1, 512),
                        resource("actorKey", "secret", Map.of("kind", "rsa"))))
                .then(ResourcesReserved.class)
                .event(ResourcesReserved.class);
        assertThat(reserved.carried()).isEqualTo(Map.of("notes/actorKey", "provisioning/42"));
    }

    @Test
    void without_its_identity_a_migration_does_not_start() {
        assertThat(new Story()
                        .when(reserve(
                                "migration/m1",
                                Optional.of(Sample.empty()),
                                Optional.of(new Source("beta", List.of())),
                                resource("actorKey", "secret", Map.of("kind", "rsa"))))
                        .then(ProvisioningFailed.class)
                        .event(ProvisioningFailed.class)
                        .reason())
                .contains("notes/actorKey");
    }

    @Test
    void a_migration_is_not_led_into_what_an_earlier_one_left_behind() {
        Source source = new Source("beta", List.of(KEY));
        ready().when(reserve("migration/m2", Optional.of(Sample.empty()), Optional.of(source), machine(1, 512)))
                .then(ProvisioningFailed.class);
    }

    @Test
    void a_migration_to_where_it_already_is_fails() {
        Source source = new Source("alpha", List.of(KEY));
        new Story()
                .when(reserve("migration/m1", Optional.of(Sample.empty()), Optional.of(source), machine(1, 512)))
                .then(ProvisioningFailed.class);
    }

    @Test
    void the_state_survives_being_written_as_json() {
        Allocation state = ready().when(reserve("rollout/2", machine(1, 512))).state;
        assertThat(Json.read(Json.write(state), Allocation.class)).isEqualTo(state);
    }
}
