package org.fediversity.deployment.driver.questions;

import io.quarkus.oidc.client.filter.OidcClientFilter;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Set;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.fediversity.contracts.Requirements;
import org.fediversity.deployment.domain.Environments;

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

    /// What a dry run is asked for.
    record PlanRequest(
            String deployment,
            String environment,
            String topology,
            String operator,
            String domain,
            Requirements requirements) {}

    @POST
    @Path("/plans")
    Environments.Plan plan(PlanRequest request);

    @GET
    @Path("/secrets/{context}/{id}")
    Secret secret(@PathParam("context") String context, @PathParam("id") String id);
}
