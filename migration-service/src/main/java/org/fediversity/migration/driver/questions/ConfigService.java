package org.fediversity.migration.driver.questions;

import io.quarkus.oidc.client.filter.OidcClientFilter;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.fediversity.migration.domain.Configurations;

/// The internal questions of config-service, as they stand on the wire.
@RegisterRestClient(configKey = "config")
@OidcClientFilter
@Path("/internal")
interface ConfigService {
    @GET
    @Path("/deployments/{id}/requirements")
    Configurations.Needed requirements(
            @PathParam("id") String id, @QueryParam("revision") int revision, @QueryParam("topology") String topology);

    @GET
    @Path("/secrets/{context}/{id}")
    Secret secret(@PathParam("context") String context, @PathParam("id") String id);
}
