package org.fediversity.gateway.domain;

import java.util.Set;

/// Who looks at the history: an auditor sees all of it, an operator what concerns their deployments, domains and
/// themselves, a provider what happens in the environments they declared or that came with the set-up.
///
/// @param subject `sub` of the token
public record Viewer(String subject, Set<Role> roles) {
    public Viewer {
        roles = Set.copyOf(roles);
    }

    public boolean is(Role role) {
        return roles.contains(role);
    }
}
