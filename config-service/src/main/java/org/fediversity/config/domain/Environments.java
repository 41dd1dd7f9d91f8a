package org.fediversity.config.domain;

import java.util.Optional;
import java.util.Set;

/// What config asks provisioning-service.
public interface Environments {
    /// An environment as far as applications depend on it.
    ///
    /// @param backend kind of place: `process`, `container`, `nixos`, `proxmox`
    record Environment(String name, String backend) {}

    /// Empty if there is none; refused as `UNAVAILABLE` if nobody answers.
    Optional<Environment> named(String name);

    /// Names of the environments that a provider sees as theirs.
    Set<String> providedBy(String subject);
}
