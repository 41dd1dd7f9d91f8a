package org.fediversity.provisioning.domain;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.fediversity.contracts.Assignment;

/// All that one deployment uses in one environment.
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
public sealed interface Allocation {

    /// What is held; it counts against capacity.
    default Holding holding() {
        return Holding.NOTHING;
    }

    /// What is held, as assignments.
    default List<Assignment> held() {
        return holding().all();
    }

    /// Nothing was ever reserved.
    record Unallocated() implements Allocation {}

    /// Reserved; the drivers are at work.
    ///
    /// @param request what asked for it
    record Provisioning(String request, Holding holding) implements Allocation {}

    /// Everything the request wanted is ready.
    record Ready(String request, Holding holding) implements Allocation {}

    /// Something the request wanted could not be had. What was made stays, and stays counted.
    record Failed(String request, Holding holding, String reason) implements Allocation {}

    /// The deployment is retired; what keeps its state is held until it is erased, the rest is surplus.
    record Kept(Holding holding) implements Allocation {}

    /// Being taken down.
    record Releasing(String request, Holding holding) implements Allocation {}

    /// Nothing is held any more.
    record Released() implements Allocation {}
}
