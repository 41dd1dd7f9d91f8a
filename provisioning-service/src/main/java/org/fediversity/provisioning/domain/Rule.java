package org.fediversity.provisioning.domain;

import java.util.Map;

/// One line of a policy: when it matches, it either names the offer that serves, or refuses.
///
/// @param when   `${…}`, true or false; empty matches everything
/// @param use    name of an offer, as text or `${…}`; empty if the rule refuses
/// @param with   what the policy adds for the driver
/// @param refuse why not; empty if the rule names an offer
public record Rule(String when, String use, Map<String, Object> with, String refuse) {
    public Rule {
        with = Plain.map(with);
    }
}
