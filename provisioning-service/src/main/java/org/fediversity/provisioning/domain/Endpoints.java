package org.fediversity.provisioning.domain;

import java.util.List;
import org.fediversity.runtime.Fault;

/// Whether what an environment declares is really there.
public interface Endpoints {
    /// Tries every declared offer once, all at the same time, and changes nothing.
    ///
    /// @param known what is wrong already: offers that cannot be read by it are not tried
    /// @return for each offer that cannot be served, where it stands and why
    List<Fault> probe(Definition definition, List<Fault> known);
}
