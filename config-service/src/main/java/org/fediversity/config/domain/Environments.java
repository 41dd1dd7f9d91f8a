package org.fediversity.config.domain;

import java.util.Optional;

/// What config asks provisioning-service.
public interface Environments {
    /// An environment as far as applications depend on it.
    ///
    /// @param backend kind of place: `process`, `container`, `nixos`, `proxmox`
    record Environment(String name, String backend) {}

    /// Empty if there is none; refused as `UNAVAILABLE` if nobody answers.
    Optional<Environment> named(String name);
}
