package org.fediversity.deployment.driver.process;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// How components run as processes.
@ConfigMapping(prefix = "fediversity.process")
public interface ProcessSettings {
    /// Lowest port a component may be told to listen on.
    @WithDefault("20000")
    int firstPort();

    /// Highest one; ephemeral ports of the system begin above it.
    @WithDefault("29999")
    int lastPort();

    /// Address under which components are reached.
    @WithDefault("127.0.0.1")
    String host();

    /// Bytes after which a component's log is put aside.
    @WithDefault("10485760")
    long logLimit();
}
