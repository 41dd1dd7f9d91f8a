package org.fediversity.deployment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fediversity.deployment.domain.Environments.Action;
import org.junit.jupiter.api.Test;

class PlanDigestTest {
    private static final Action ONE = new Action("create", "notes/database", "", "postgresql", true, "none");
    private static final Action TWO = new Action("create", "notes/media", "", "s3", true, "none");

    @Test
    void the_order_in_which_actions_are_told_does_not_matter() {
        assertThat(PlanDigest.of(1, List.of(ONE, TWO))).isEqualTo(PlanDigest.of(1, List.of(TWO, ONE)));
    }

    @Test
    void another_revision_or_another_action_is_another_plan() {
        assertThat(PlanDigest.of(2, List.of(ONE))).isNotEqualTo(PlanDigest.of(1, List.of(ONE)));
        assertThat(PlanDigest.of(1, List.of(TWO))).isNotEqualTo(PlanDigest.of(1, List.of(ONE)));
        assertThat(PlanDigest.of(1, List.of(ONE))).matches("[0-9a-f]{64}");
    }
}
