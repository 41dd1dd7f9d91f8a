package org.fediversity.gateway.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How webhooks behave.
@ConfigMapping(prefix = "fediversity.webhooks")
interface WebhookSettings {
    /// Targets that are allowed although they are not public: networks (`127.0.0.0/8`), addresses or host names. Plain
    /// HTTP and any port will do for them.
    Optional<List<String>> allow();

    /// How long one attempt may take in all.
    @WithDefault("15S")
    Duration patience();

    /// Pauses before the first, second, … attempt: ten attempts over a little more than three days.
    @WithDefault("0S,5S,5M,30M,2H,5H,10H,14H,20H,24H")
    List<Duration> pauses();

    /// A webhook to which nothing got through for so long is disabled.
    @WithDefault("5D")
    Duration deadAfter();

    /// How long an old secret signs along after a rotation.
    @WithDefault("24H")
    Duration overlap();

    /// Deliveries that one gateway has under way to one webhook.
    @WithDefault("64")
    int atOnce();
}
