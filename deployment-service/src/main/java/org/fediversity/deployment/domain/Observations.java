package org.fediversity.deployment.domain;

/// Where run-time backends tell what they see; each change once.
public interface Observations {
    void changed(Observation observation);

    /// The instance was removed.
    void gone(Instance instance);
}
