package org.fediversity.deployment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.fediversity.contracts.Requirements;
import org.fediversity.deployment.Sample;
import org.fediversity.deployment.domain.Configurations.Needed;
import org.fediversity.deployment.domain.Configurations.Upgrade;
import org.fediversity.deployment.domain.Environments.Action;
import org.junit.jupiter.api.Test;

class ComponentActionsTest {
    private static Action action(String what, boolean reversible) {
        return new Action(what, "hello/web", "hello/web", "process", reversible, "none");
    }

    private static Needed needed(Requirements requirements) {
        return new Needed(1, requirements, List.of(), Map.of());
    }

    @Test
    void what_does_not_run_yet_is_created() {
        assertThat(ComponentActions.of(Requirements.NONE, needed(Sample.hello("hi")), "process"))
                .containsExactly(action("create", true));
    }

    @Test
    void what_runs_is_replaced_and_a_newer_version_stays_unless_its_module_knows_a_way_back() {
        assertThat(ComponentActions.of(Sample.hello("hi"), needed(Sample.hello("ho")), "process"))
                .containsExactly(action("replace", true));
        Requirements newer = Sample.at("2.0.0", Sample.hello("hi"));
        assertThat(ComponentActions.of(Sample.hello("hi"), needed(newer), "process"))
                .containsExactly(action("replace", false));
        var step = new Needed(2, newer, List.of(), Map.of("hello", new Upgrade("short", true)));
        assertThat(ComponentActions.of(Sample.hello("hi"), step, "process"))
                .containsExactly(new Action("replace", "hello/web", "hello/web", "process", true, "short"));
    }

    @Test
    void what_is_needed_no_longer_is_deleted() {
        assertThat(ComponentActions.of(Sample.hello("hi"), needed(Requirements.NONE), "process"))
                .containsExactly(action("delete", true));
    }
}
