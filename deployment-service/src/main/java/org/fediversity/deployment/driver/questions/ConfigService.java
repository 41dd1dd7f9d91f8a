package org.fediversity.deployment.driver.questions;

import io.quarkus.oidc.client.filter.OidcClientFilter;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.fediversity.deployment.domain.Configurations;
import org.jspecify.annotations.Nullable;

/// The internal questions of config-service, as they stand on the wire.
@RegisterRestClient(configKey = "config")
@OidcClientFilter
@Path("/internal")
interface ConfigService {
    @GET
    @Path("/domains/{domain}")
    Configurations.Domain domain(@PathParam("domain") String domain);

    @GET
    @Path("/applications/{name}")
    Configurations.Application application(
            @PathParam("name") String name, @QueryParam("version") @Nullable String version);

    @GET
    @Path("/staged")
    Map<String, Configurations.Staged> staged(
            @QueryParam("deployments") String deployments, @QueryParam("at") @Nullable String at);

    @GET
    @Path("/deployments/{id}/requirements")
    Configurations.Needed requirements(@PathParam("id") String id, @QueryParam("revision") @Nullable Integer revision);

    @GET
    @Path("/secrets/{context}/{id}")
    Secret secret(@PathParam("context") String context, @PathParam("id") String id);
}
