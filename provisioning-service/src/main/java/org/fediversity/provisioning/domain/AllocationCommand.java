package org.fediversity.provisioning.domain;

import java.util.List;
import java.util.Optional;
import org.fediversity.contracts.Requirements;
import org.fediversity.contracts.ResourceResult;
import org.fediversity.runtime.Command;

/// What can be asked of an allocation.
public sealed interface AllocationCommand extends Command {
    AllocationId allocation();

    @Override
    default String stream() {
        return allocation().stream();
    }

    /// Find a place for everything required, and set capacity aside.
    ///
    /// @param place  the environment as it is now, held until this is decided; empty if there is no such
    ///               environment
    /// @param source what the source of a migration was given; empty where nothing moves
    record Reserve(
            AllocationId allocation,
            String operator,
            String domain,
            String topology,
            String request,
            Requirements requirements,
            Optional<Place> place,
            Optional<Source> source)
            implements AllocationCommand {}

    /// The other side of a migration.
    record Source(String environment, List<ResourceResult> results) {
        public Source {
            results = Plain.list(results);
        }
    }

    /// Everything the request wanted is ready.
    record CompleteProvisioning(AllocationId allocation, String request, List<ResourceResult> results)
            implements AllocationCommand {}

    /// Something the request wanted could not be had.
    record FailProvisioning(AllocationId allocation, String request, String reason) implements AllocationCommand {}

    /// The request's rollout has succeeded: what earlier ones left over may go.
    record ReleaseSurplus(AllocationId allocation, String request) implements AllocationCommand {}

    /// These are gone.
    record CompleteSurplusRelease(AllocationId allocation, List<String> resources) implements AllocationCommand {}

    /// The request is given up: take down what is held for it. What is held for another one stays.
    record GiveUp(AllocationId allocation, String request) implements AllocationCommand {}

    /// Take everything down.
    record Release(AllocationId allocation, String request) implements AllocationCommand {}

    /// Take down what keeps no state; leave the rest as it is.
    record KeepState(AllocationId allocation, String request) implements AllocationCommand {}

    /// Everything is gone.
    record CompleteRelease(AllocationId allocation) implements AllocationCommand {}
}
