package org.fediversity.deployment.driver.edge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Where the embedded edge listens.
@ConfigMapping(prefix = "fediversity.edge")
public interface EdgeSettings {
    /// Port of the edge; it stands in the addresses of all deployments, unless it is 80. 0 takes any free one.
    @WithDefault("8088")
    int port();

    /// Address it listens on.
    @WithDefault("127.0.0.1")
    String host();
}
