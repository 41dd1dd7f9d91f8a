package org.fediversity.config.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.fediversity.config.domain.ApplicationCommand.JudgeVersion;
import org.fediversity.config.domain.ApplicationCommand.PublishApplication;
import org.fediversity.contracts.ConfigEvent;
import org.fediversity.contracts.ConfigEvent.ApplicationDeprecated;
import org.fediversity.contracts.ConfigEvent.ApplicationPublished;
import org.fediversity.contracts.ConfigEvent.ApplicationReinstated;
import org.fediversity.contracts.ConfigEvent.ApplicationWithdrawn;
import org.fediversity.runtime.Decision;
import org.junit.jupiter.api.Test;

class ApplicationDeciderTest {
    private static final Map<String, Object> MODULE = Map.of("kind", "Application");

    private static PublishApplication publish(String version, String digest, String directory) {
        return new PublishApplication("garden", version, digest, directory, MODULE);
    }

    private static ApplicationPublished published(String version, String digest) {
        return new ApplicationPublished("garden", version, digest, "/modules/garden", MODULE);
    }

    private static Decision decide(ApplicationCommand command, ConfigEvent... given) {
        Application state = ApplicationDecider.INSTANCE.initial();
        for (ConfigEvent event : given) {
            state = ApplicationDecider.INSTANCE.evolve(state, event);
        }
        return ApplicationDecider.INSTANCE.decide(command, state);
    }

    private static Decision accepted(ConfigEvent... events) {
        return new Decision.Accepted(List.of(events));
    }

    @Test
    void a_new_version_is_published() {
        assertThat(decide(publish("1.0.0", "a", "/modules/garden"))).isEqualTo(accepted(published("1.0.0", "a")));
        assertThat(decide(publish("1.1.0", "b", "/modules/garden"), published("1.0.0", "a")))
                .isEqualTo(accepted(published("1.1.0", "b")));
    }

    @Test
    void an_older_version_may_be_published_later() {
        assertThat(decide(publish("0.9.0", "b", "/modules/garden"), published("1.0.0", "a")))
                .isEqualTo(accepted(published("0.9.0", "b")));
    }

    @Test
    void publishing_the_same_again_is_nothing_to_do_wherever_it_lies_now() {
        assertThat(decide(publish("1.0.0", "a", "/elsewhere"), published("1.0.0", "a"), published("1.1.0", "b")))
                .isEqualTo(accepted());
    }

    @Test
    void a_version_never_changes() {
        assertThat(decide(publish("1.0.0", "b", "/modules/garden"), published("1.0.0", "a"), published("1.1.0", "b")))
                .isInstanceOfSatisfying(Decision.Refused.class, refused -> assertThat(refused.why())
                        .isEqualTo(ConfigRefusal.VERSION_PUBLISHED));
    }

    private static JudgeVersion judge(Standing standing, String reason) {
        return new JudgeVersion("garden", "1.0.0", standing, reason);
    }

    @Test
    void a_version_is_deprecated_and_reinstated() {
        ConfigEvent deprecated = new ApplicationDeprecated("garden", "1.0.0", "old");
        assertThat(decide(judge(Standing.DEPRECATED, "old"), published("1.0.0", "a")))
                .isEqualTo(accepted(deprecated));
        assertThat(decide(judge(Standing.DEPRECATED, "old"), published("1.0.0", "a"), deprecated))
                .isEqualTo(accepted());
        assertThat(decide(judge(Standing.DEPRECATED, "older"), published("1.0.0", "a"), deprecated))
                .isEqualTo(accepted(new ApplicationDeprecated("garden", "1.0.0", "older")));
        assertThat(decide(judge(Standing.CURRENT, ""), published("1.0.0", "a"), deprecated))
                .isEqualTo(accepted(new ApplicationReinstated("garden", "1.0.0")));
        assertThat(decide(judge(Standing.CURRENT, ""), published("1.0.0", "a"))).isEqualTo(accepted());
    }

    @Test
    void a_version_is_withdrawn_for_good() {
        ConfigEvent withdrawn = new ApplicationWithdrawn("garden", "1.0.0", "leaks");
        assertThat(decide(judge(Standing.WITHDRAWN, "leaks"), published("1.0.0", "a")))
                .isEqualTo(accepted(withdrawn));
        assertThat(decide(judge(Standing.WITHDRAWN, "leaks"), published("1.0.0", "a"), withdrawn))
                .isEqualTo(accepted());
        assertThat(decide(judge(Standing.CURRENT, ""), published("1.0.0", "a"), withdrawn))
                .isInstanceOfSatisfying(Decision.Refused.class, refused -> assertThat(refused.why())
                        .isEqualTo(ConfigRefusal.VERSION_WITHDRAWN));
    }

    @Test
    void nothing_is_thought_of_a_version_that_never_was() {
        assertThat(decide(judge(Standing.WITHDRAWN, "leaks"))).isInstanceOf(Decision.Refused.class);
        assertThat(decide(judge(Standing.WITHDRAWN, "leaks"), published("2.0.0", "a")))
                .isInstanceOf(Decision.Refused.class);
    }
}
