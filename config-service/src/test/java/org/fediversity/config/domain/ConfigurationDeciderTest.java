package org.fediversity.config.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.fediversity.config.domain.ConfigurationCommand.DiscardStaged;
import org.fediversity.config.domain.ConfigurationCommand.MarkDeployed;
import org.fediversity.config.domain.ConfigurationCommand.StageAgain;
import org.fediversity.config.domain.ConfigurationCommand.StageConfiguration;
import org.fediversity.contracts.ConfigEvent;
import org.fediversity.contracts.ConfigEvent.ConfigurationDeployed;
import org.fediversity.contracts.ConfigEvent.ConfigurationDiscarded;
import org.fediversity.contracts.ConfigEvent.ConfigurationStaged;
import org.fediversity.contracts.Requirements;
import org.fediversity.contracts.Requirements.RequiredResource;
import org.fediversity.runtime.Decision;
import org.junit.jupiter.api.Test;

class ConfigurationDeciderTest {
    private static final String ID = "d1";
    private static final Map<String, Object> RED = Map.of("garden", Map.of("colour", "red"));
    private static final Map<String, Object> GREEN = Map.of("garden", Map.of("colour", "green"));

    private static ConfigurationStaged staged(int revision, Map<String, Object> applications) {
        return new ConfigurationStaged(ID, revision, applications, Requirements.NONE);
    }

    private static ConfigurationDeployed deployed(int revision) {
        return new ConfigurationDeployed(ID, revision);
    }

    private static ConfigurationDiscarded discarded(int revision, int backTo) {
        return new ConfigurationDiscarded(ID, revision, backTo);
    }

    private static StageConfiguration stage(int expected, Map<String, Object> applications) {
        return new StageConfiguration(ID, expected, applications, Requirements.NONE);
    }

    private static StageConfiguration stage(Map<String, Object> applications) {
        return stage(ConfigurationCommand.ANY, applications);
    }

    private record Given(Configuration state) {
        Decision when(ConfigurationCommand command) {
            return ConfigurationDecider.INSTANCE.decide(command, state);
        }
    }

    private static Given given(ConfigEvent... events) {
        Configuration state = ConfigurationDecider.INSTANCE.initial();
        for (ConfigEvent event : events) {
            state = ConfigurationDecider.INSTANCE.evolve(state, event);
        }
        return new Given(state);
    }

    private static void then(Decision decision, ConfigEvent... events) {
        assertThat(decision).isEqualTo(new Decision.Accepted(List.of(events)));
    }

    private static void thenRefused(Decision decision, ConfigRefusal why) {
        assertThat(decision).isInstanceOfSatisfying(Decision.Refused.class, refused -> assertThat(refused.why())
                .isEqualTo(why));
    }

    @Test
    void the_first_staging_is_revision_one() {
        then(given().when(stage(RED)), staged(1, RED));
        then(given().when(stage(0, RED)), staged(1, RED));
    }

    @Test
    void a_change_is_the_next_revision() {
        then(given(staged(1, RED)).when(stage(GREEN)), staged(2, GREEN));
    }

    @Test
    void staging_the_same_again_is_nothing_to_do() {
        then(given(staged(1, RED)).when(stage(RED)));
    }

    @Test
    void the_same_options_with_other_requirements_are_a_change() {
        var more = new Requirements(
                List.of(new RequiredResource("garden/media", "garden", "media", "bucket", "", Map.of("quotaGiB", 5))),
                List.of());
        var again = new StageConfiguration(ID, ConfigurationCommand.ANY, RED, more);
        then(given(staged(1, RED)).when(again), new ConfigurationStaged(ID, 2, RED, more));
    }

    @Test
    void going_back_to_an_earlier_content_is_a_new_revision() {
        then(given(staged(1, RED), staged(2, GREEN)).when(stage(RED)), staged(3, RED));
    }

    @Test
    void numbers_are_given_once_also_after_something_was_given_up() {
        then(
                given(staged(1, RED), deployed(1), staged(2, GREEN), discarded(2, 1))
                        .when(stage(GREEN)),
                staged(3, GREEN));
    }

    @Test
    void who_saw_another_revision_is_refused() {
        thenRefused(given(staged(1, RED), staged(2, GREEN)).when(stage(1, RED)), ConfigRefusal.CONFIGURATION_CHANGED);
        thenRefused(given(staged(1, RED)).when(stage(0, GREEN)), ConfigRefusal.CONFIGURATION_CHANGED);
        thenRefused(given().when(stage(1, GREEN)), ConfigRefusal.CONFIGURATION_CHANGED);
        thenRefused(
                given(staged(1, RED), deployed(1), staged(2, GREEN)).when(new DiscardStaged(ID, 1)),
                ConfigRefusal.CONFIGURATION_CHANGED);
    }

    @Test
    void who_saw_the_staged_revision_is_heard() {
        then(given(staged(1, RED), staged(2, GREEN)).when(stage(2, RED)), staged(3, RED));
    }

    @Test
    void giving_up_goes_back_to_what_runs() {
        then(given(staged(1, RED), deployed(1), staged(2, GREEN)).when(new DiscardStaged(ID, 2)), discarded(2, 1));
    }

    @Test
    void giving_up_what_runs_is_nothing_to_do() {
        then(given(staged(1, RED), deployed(1)).when(new DiscardStaged(ID, ConfigurationCommand.ANY)));
    }

    @Test
    void there_is_nothing_to_give_up_before_something_is_staged_and_nothing_to_go_back_to_before_it_runs() {
        thenRefused(given().when(new DiscardStaged(ID, ConfigurationCommand.ANY)), ConfigRefusal.NOTHING_STAGED);
        thenRefused(
                given(staged(1, RED)).when(new DiscardStaged(ID, ConfigurationCommand.ANY)),
                ConfigRefusal.NOTHING_DEPLOYED);
    }

    @Test
    void a_rollout_makes_its_revision_the_deployed_one_once() {
        then(given(staged(1, RED)).when(new MarkDeployed(ID, 1)), deployed(1));
        then(given(staged(1, RED), deployed(1)).when(new MarkDeployed(ID, 1)));
        then(given(staged(1, RED), staged(2, GREEN), deployed(2)).when(new MarkDeployed(ID, 1)), deployed(1));
    }

    @Test
    void a_rollout_of_a_revision_that_never_was_says_nothing() {
        then(given().when(new MarkDeployed(ID, 1)));
        then(given(staged(1, RED)).when(new MarkDeployed(ID, 7)));
    }

    @Test
    void a_rollback_stages_the_earlier_revision_whether_it_ran_or_not() {
        then(
                given(staged(1, RED), deployed(1), staged(2, GREEN), deployed(2))
                        .when(new StageAgain(ID, 1)),
                discarded(2, 1));
        then(given(staged(1, RED), staged(2, GREEN), deployed(2)).when(new StageAgain(ID, 1)), discarded(2, 1));
    }

    @Test
    void what_is_staged_or_never_was_is_not_staged_again() {
        then(given().when(new StageAgain(ID, 1)));
        then(given(staged(1, RED)).when(new StageAgain(ID, 1)));
        then(given(staged(1, RED), staged(2, GREEN)).when(new StageAgain(ID, 7)));
    }

    @Test
    void events_of_others_change_nothing() {
        Configuration before = given(staged(1, RED)).state();
        assertThat(ConfigurationDecider.INSTANCE.evolve(before, new ConfigEvent.OperatorRegistered("op")))
                .isEqualTo(before);
    }
}
