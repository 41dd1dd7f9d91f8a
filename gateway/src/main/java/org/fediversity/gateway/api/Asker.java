package org.fediversity.gateway.api;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import org.fediversity.gateway.domain.Role;
import org.fediversity.gateway.domain.Viewer;
import org.fediversity.runtime.web.Caller;

/// Who asks one of the gateway's own resources.
@RequestScoped
class Asker {
    private final Caller caller;
    private final SecurityIdentity identity;

    Asker(Caller caller, SecurityIdentity identity) {
        this.caller = caller;
        this.identity = identity;
    }

    Viewer viewer() {
        return new Viewer(caller.subject(), Role.among(identity.getRoles()));
    }
}
