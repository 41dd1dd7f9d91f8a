package org.fediversity.config.domain;

import java.util.Map;
import org.fediversity.runtime.Command;

/// What can be asked of an application in the catalogue.
public sealed interface ApplicationCommand extends Command {
    String application();

    @Override
    default String stream() {
        return "application:" + application();
    }

    /// Make a version available. The module was checked.
    record PublishApplication(
            String application, String version, String digest, String directory, Map<String, Object> module)
            implements ApplicationCommand {}

    /// Say what is thought of a version now.
    ///
    /// @param reason for people to read; of no meaning for [Standing#CURRENT]
    record JudgeVersion(String application, String version, Standing standing, String reason)
            implements ApplicationCommand {}
}
