package org.fediversity.provisioning.domain;

import java.util.List;
import java.util.Optional;

/// What an environment is and what is taken of it.
public interface Availability {
    /// The environment as it is now. Until the transaction at hand ends, nobody else gets an answer for the same
    /// environment: what is decided on it holds.
    ///
    /// @param asking whose own share does not count as taken
    /// @return empty if there is no such environment
    Optional<Place> hold(AllocationId asking);

    /// The same without holding anybody up: good for a plan, not for a promise.
    Optional<Place> look(AllocationId asking);

    /// The allocation as it is now.
    Allocation allocation(AllocationId id);

    /// Where the deployment ever reserved anything.
    List<AllocationId> allocationsOf(String deployment);
}
