package org.fediversity.deployment.driver;

import java.util.Map;

/// What an instance runs: all expressions evaluated, all secrets opened.
///
/// @param runs        how, as the module says for this backend
/// @param environment variables of its environment
public record Workload(Map<String, Object> runs, Map<String, String> environment) {
    public Workload {
        runs = Map.copyOf(runs);
        environment = Map.copyOf(environment);
    }

    /// Names only: values may be secrets.
    @Override
    public String toString() {
        return "Workload[runs=" + runs.keySet() + ", environment=" + environment.keySet() + "]";
    }
}
