package org.fediversity.runtime.web;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.List;
import org.fediversity.runtime.Actor;

/// Who calls: the subject of a validated token and its roles.
@RequestScoped
public class Caller {
    private static final List<String> ROLES = List.of("service", "operator", "provider", "maintainer", "auditor");
    private final SecurityIdentity identity;

    Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /// Opaque id; for an operator it is the operator id.
    public String subject() {
        return identity.getPrincipal() instanceof org.eclipse.microprofile.jwt.JsonWebToken token
                        && token.getSubject() != null
                ? token.getSubject()
                : identity.getPrincipal().getName();
    }

    public boolean is(String role) {
        return identity.hasRole(role);
    }

    /// Subject and role, for the metadata of events.
    public Actor actor() {
        return new Actor(subject(), ROLES.stream().filter(this::is).findFirst().orElse("anonymous"));
    }
}
