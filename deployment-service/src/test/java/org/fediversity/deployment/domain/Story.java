package org.fediversity.deployment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.fediversity.contracts.DeploymentEvent;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.Refusal;

/// Given events, when a command, then events or a refusal.
final class Story {
    private final List<DeploymentEvent> past = new ArrayList<>();
    private Decision decision = Decision.nothingToDo();

    static Story given(DeploymentEvent... events) {
        Story story = new Story();
        story.past.addAll(List.of(events));
        return story;
    }

    /// Lets commands happen, and takes what came of them for granted.
    Story and(DeploymentCommand... commands) {
        for (DeploymentCommand command : commands) {
            Decision made = DeploymentDecider.INSTANCE.decide(command, state());
            assertThat(made).as("%s", command).isInstanceOf(Decision.Accepted.class);
            ((Decision.Accepted) made).events().forEach(event -> past.add((DeploymentEvent) event));
        }
        return this;
    }

    Story when(DeploymentCommand command) {
        decision = DeploymentDecider.INSTANCE.decide(command, state());
        return this;
    }

    Deployment state() {
        Deployment state = DeploymentDecider.INSTANCE.initial();
        for (DeploymentEvent event : past) {
            state = DeploymentDecider.INSTANCE.evolve(state, event);
        }
        return state;
    }

    List<DeploymentEvent> past() {
        return List.copyOf(past);
    }

    Story then(DeploymentEvent... events) {
        assertThat(decision).isEqualTo(Decision.accepted(List.of(events)));
        past.addAll(List.of(events));
        return this;
    }

    Story thenNothing() {
        return then();
    }

    /// @return the refusal, to look at what it says
    Decision.Refused thenRefused(Refusal why) {
        assertThat(decision).isInstanceOfSatisfying(Decision.Refused.class, refused -> assertThat(refused.why())
                .isEqualTo(why));
        return (Decision.Refused) decision;
    }
}
