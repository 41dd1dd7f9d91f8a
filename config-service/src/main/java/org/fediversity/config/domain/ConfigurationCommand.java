package org.fediversity.config.domain;

import java.util.Map;
import org.fediversity.contracts.Requirements;
import org.fediversity.runtime.Command;

/// What can be asked of a deployment's configuration.
public sealed interface ConfigurationCommand extends Command {
    /// Does not matter which revision is staged.
    int ANY = -1;

    String deployment();

    @Override
    default String stream() {
        return "configuration:" + deployment();
    }

    /// This should run. It was validated, its secrets are sealed.
    ///
    /// @param expected revision that the author saw staged, 0 for none, or [#ANY]
    record StageConfiguration(
            String deployment, int expected, Map<String, Object> applications, Requirements requirements)
            implements ConfigurationCommand {}

    /// What runs should run.
    ///
    /// @param expected revision that the author saw staged, or [#ANY]
    record DiscardStaged(String deployment, int expected) implements ConfigurationCommand {}

    /// The revision was rolled out.
    record MarkDeployed(String deployment, int revision) implements ConfigurationCommand {}

    /// The earlier revision is wanted back.
    record StageAgain(String deployment, int revision) implements ConfigurationCommand {}
}
