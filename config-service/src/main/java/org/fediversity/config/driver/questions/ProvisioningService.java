package org.fediversity.config.driver.questions;

import io.quarkus.oidc.client.filter.OidcClientFilter;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Set;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.fediversity.config.domain.Environments;

/// The internal questions of provisioning-service, as they stand on the wire.
@RegisterRestClient(configKey = "provisioning")
@OidcClientFilter
@Path("/internal")
interface ProvisioningService {
    @GET
    @Path("/environments/{name}")
    Environments.Environment environment(@PathParam("name") String name);

    @GET
    @Path("/providers/{subject}/environments")
    Set<String> provided(@PathParam("subject") String subject);
}
