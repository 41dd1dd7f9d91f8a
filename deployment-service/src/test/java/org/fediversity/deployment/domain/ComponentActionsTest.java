package org.fediversity.deployment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.fediversity.contracts.Requirements;
import org.fediversity.deployment.Sample;
import org.fediversity.deployment.domain.Environments.Action;
import org.junit.jupiter.api.Test;

class ComponentActionsTest {
    private static Action action(String what, boolean reversible) {
        return new Action(what, "hello/web", "hello/web", "process", reversible, "none");
    }

    @Test
    void what_does_not_run_yet_is_created() {
        assertThat(ComponentActions.of(Requirements.NONE, Sample.hello("hi"), "process"))
                .containsExactly(action("create", true));
    }

    @Test
    void what_runs_is_replaced_and_a_newer_version_stays() {
        assertThat(ComponentActions.of(Sample.hello("hi"), Sample.hello("ho"), "process"))
                .containsExactly(action("replace", true));
        assertThat(ComponentActions.of(Sample.hello("hi"), Sample.at("2.0.0", Sample.hello("hi")), "process"))
                .containsExactly(action("replace", false));
    }

    @Test
    void what_is_needed_no_longer_is_deleted() {
        assertThat(ComponentActions.of(Sample.hello("hi"), Requirements.NONE, "process"))
                .containsExactly(action("delete", true));
    }
}
