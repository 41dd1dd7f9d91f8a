package org.fediversity.deployment.policy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How patient rollouts are.
@ConfigMapping(prefix = "fediversity.rollout")
public interface PolicySettings {
    /// How long a component may take to answer as it should.
    @WithDefault("90s")
    Duration healthPatience();

    /// How long a step may find that others (the vault, say) do not answer, before it fails.
    @WithDefault("3m")
    Duration outagePatience();
}
