package org.fediversity.provisioning.domain;

import org.fediversity.contracts.Requirements;
import org.fediversity.provisioning.domain.AllocationCommand.Reserve;

/// Who needs what: the half of a policy decision that comes from the operator.
public record Demand(
        String deployment,
        String environment,
        String topology,
        String operator,
        String domain,
        Requirements requirements) {
    static Demand of(Reserve asked) {
        return new Demand(
                asked.allocation().deployment(),
                asked.allocation().environment(),
                asked.topology(),
                asked.operator(),
                asked.domain(),
                asked.requirements());
    }
}
