package org.fediversity.deployment.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.fediversity.deployment.api.Documents.InternalDeployment;
import org.fediversity.deployment.domain.DeploymentRefusal;
import org.fediversity.deployment.view.DeploymentQueries;
import org.fediversity.runtime.RefusedException;

/// What other services may ask.
@Path("/internal/deployments")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("service")
class InternalResource {
    private final DeploymentQueries queries;

    InternalResource(DeploymentQueries queries) {
        this.queries = queries;
    }

    @GET
    @Path("/{id}")
    @Operation(hidden = true)
    public InternalDeployment get(@PathParam("id") String id) {
        return queries.find(id)
                .map(row -> new InternalDeployment(
                        row.id(),
                        row.operator(),
                        row.name(),
                        row.environment(),
                        row.topology(),
                        row.domain(),
                        row.status(),
                        row.applications(),
                        row.revision(),
                        row.createdAt()))
                .orElseThrow(() -> new RefusedException(
                        DeploymentRefusal.DEPLOYMENT_UNKNOWN, "There is no deployment " + id + "."));
    }
}
