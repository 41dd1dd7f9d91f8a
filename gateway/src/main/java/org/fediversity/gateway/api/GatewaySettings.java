package org.fediversity.gateway.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// How the door behaves.
@ConfigMapping(prefix = "fediversity.gateway")
interface GatewaySettings {
    /// Requests per minute that one subject may make for a long time.
    @WithDefault("3000")
    int requestsPerMinute();

    /// Requests that one subject may make at once after a pause.
    @WithDefault("1500")
    int burst();

    /// Size of the largest body that is not streamed.
    @WithDefault("1048576")
    int maxDocumentBytes();

    /// How long a service may take to begin its answer.
    @WithDefault("120")
    int answerSeconds();

    /// A silent stream shows that often that it is alive.
    @WithDefault("15")
    int heartbeatSeconds();
}
