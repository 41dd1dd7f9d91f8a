package org.fediversity.runtime.web;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import org.fediversity.runtime.RefusedException;

/// An address with a zero character in it names nothing here: PostgreSQL cannot even be asked for it.
@Provider
@PreMatching
public class NoZeroCharacters implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getUriInfo().getRequestUri().toString().contains("%00")) {
            throw new RefusedException(
                    GeneralRefusal.MALFORMED, "The address holds the character U+0000, which is part of no name.");
        }
    }
}
