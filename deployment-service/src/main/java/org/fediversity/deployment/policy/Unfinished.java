package org.fediversity.deployment.policy;

import org.fediversity.deployment.domain.Deployment.Existing;
import org.fediversity.deployment.domain.Release;

/// What a rollout that did not come to its end leaves behind.
final class Unfinished {
    private Unfinished() {}

    static void clear(Components components, Existing state, int rollout) {
        String generation = Release.ofRollout(rollout);
        boolean serves = state.release()
                .filter(release -> release.generation().equals(generation))
                .isPresent();
        if (!serves) {
            components.remove(state.about().id(), state.about().environment(), one -> one.generation()
                    .equals(generation));
        }
    }
}
