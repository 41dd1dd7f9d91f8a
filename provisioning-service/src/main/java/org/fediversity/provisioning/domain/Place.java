package org.fediversity.provisioning.domain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fediversity.contracts.Assignment;

/// An environment at one moment: what it is, and what others hold of it.
///
/// @param reserved offer name to what allocations other than the asking one hold of it
public record Place(Definition definition, Map<String, Amounts> reserved) {
    public Place {
        reserved = Plain.map(reserved);
    }

    /// Adds up what assignments take of each offer.
    public static Map<String, Amounts> held(List<Assignment> assignments) {
        Map<String, Amounts> held = new LinkedHashMap<>();
        for (Assignment assignment : assignments) {
            held.merge(assignment.offer(), Amounts.demand(assignment.type(), assignment.request()), Amounts::plus);
        }
        return held;
    }
}
