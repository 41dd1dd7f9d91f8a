package org.fediversity.provisioning.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;
import java.util.Optional;

/// What whoever runs the set-up decides.
@ConfigMapping(prefix = "fediversity")
interface Settings {
    /// Directory with `*.yaml` environments, declared at start.
    Optional<String> environments();

    /// Secrets that environments refer to as `{secret: name}`.
    Map<String, String> secrets();

    /// Directory for the state of this service.
    @WithDefault(".fediversity/data/provisioning")
    String data();

    Edge edge();

    /// Where the edge leads people to deployments.
    interface Edge {
        @WithDefault("8088")
        int port();
    }
}
