package org.fediversity.provisioning.domain;

import java.util.Map;
import org.fediversity.runtime.Command;

/// What can be asked of an environment.
public sealed interface EnvironmentCommand extends Command {
    String environment();

    @Override
    default String stream() {
        return "environment:" + environment();
    }

    /// Declare an environment that nobody has declared yet.
    ///
    /// @param definition found valid; secrets as references only
    record Declare(String environment, String provider, Map<String, Object> definition) implements EnvironmentCommand {}

    /// Declare it anew, knowing what it was.
    ///
    /// @param revision the one the provider has seen
    record DeclareAnew(String environment, String provider, int revision, Map<String, Object> definition)
            implements EnvironmentCommand {}

    /// Declare what stands in the set-up's files. What a person declared since is left alone.
    record DeclareFromFile(String environment, Map<String, Object> definition) implements EnvironmentCommand {
        /// Stands for the provider in events.
        public static final String SET_UP = "set-up";
    }
}
