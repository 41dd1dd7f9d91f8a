package org.fediversity.config.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// The settings behind [org.fediversity.config.domain.DomainRules].
@ConfigMapping(prefix = "fediversity.domains")
interface DomainSettings {
    /// How long a claim waits to be proven.
    @WithDefault("14D")
    Duration proveWithin();

    /// How often the TXT record of a proven domain is looked for.
    @WithDefault("1D")
    Duration lookAgainAfter();

    /// How long that record may be away.
    @WithDefault("14D")
    Duration grace();
}
