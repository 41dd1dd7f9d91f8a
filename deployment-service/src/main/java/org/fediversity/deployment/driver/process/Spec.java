package org.fediversity.deployment.driver.process;

import java.util.List;
import java.util.Map;
import org.fediversity.deployment.domain.Instance;

/// What is needed to start an instance again at any time. It holds opened secrets, so its file is for the owner only.
///
/// @param wanted      whether it shall run
/// @param stopSignal  name without SIG: `TERM`, `INT`, …
/// @param stopSeconds how long it may take to end by itself
record Spec(
        Instance instance,
        boolean wanted,
        List<String> command,
        Map<String, String> environment,
        String stopSignal,
        int stopSeconds) {
    Spec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    Spec wanted(boolean now) {
        return new Spec(instance, now, command, environment, stopSignal, stopSeconds);
    }

    @Override
    public String toString() {
        return "Spec[" + instance + ", wanted=" + wanted + "]";
    }
}
