package org.fediversity.config.driver.questions;

import io.quarkus.oidc.client.filter.OidcClientFilter;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.fediversity.config.domain.Deployments;

/// The internal questions of deployment-service, as they stand on the wire.
@RegisterRestClient(configKey = "deployment")
@OidcClientFilter
@Path("/internal")
interface DeploymentService {
    @GET
    @Path("/deployments/{id}")
    Deployments.Deployment deployment(@PathParam("id") String id);
}
