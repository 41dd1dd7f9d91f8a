package org.fediversity.config.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.fediversity.config.view.Domains;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.GeneralRefusal;

/// What other services ask about domains.
@Path("/internal/domains")
@RolesAllowed("service")
@Produces(MediaType.APPLICATION_JSON)
public class DomainQuestions {
    private final Domains domains;

    DomainQuestions(Domains domains) {
        this.domains = domains;
    }

    /// Whose the domain is; only whoever has proven it is named.
    public record Owner(String domain, String operator, boolean verified) {}

    @GET
    @Path("{name}")
    public Owner owner(@PathParam("name") String name) {
        return domains.proven(name)
                .map(claim -> new Owner(claim.name(), claim.operator(), true))
                .orElseThrow(() -> new RefusedException(GeneralRefusal.NOT_FOUND, "Nobody has proven " + name + "."));
    }
}
