package org.fediversity.provisioning.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.fediversity.contracts.ResourceResult;
import org.fediversity.provisioning.domain.Allocation;
import org.fediversity.provisioning.domain.AllocationId;
import org.fediversity.provisioning.domain.Availability;
import org.fediversity.provisioning.domain.Definition;
import org.fediversity.provisioning.view.Environments;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.vault.Vault;
import org.fediversity.runtime.web.GeneralRefusal;

/// What other services ask.
@Path("/internal")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("service")
public class InternalResource {
    private final Environments environments;
    private final Availability availability;
    private final Vault vault;

    InternalResource(Environments environments, Availability availability, Vault vault) {
        this.environments = environments;
        this.availability = availability;
        this.vault = vault;
    }

    /// What other services may know of an environment.
    public record Environment(String name, String title, String backend, List<String> topologies, String provider) {}

    /// What a deployment was given in an environment.
    public record Allotted(String deployment, String environment, List<ResourceResult> results) {}

    /// A secret, base64.
    public record Opened(String value) {
        @Override
        public String toString() {
            return "***";
        }
    }

    @GET
    @Path("/environments/{name}")
    public Environment environment(@PathParam("name") String name) {
        return environments
                .named(name)
                .map(declared -> {
                    Definition definition = declared.definition();
                    return new Environment(
                            declared.name(),
                            declared.title(),
                            definition.backend(),
                            definition.topologies(),
                            declared.provider());
                })
                .orElseThrow(() -> unknown("environment", name));
    }

    /// Names of the environments that a provider sees as theirs.
    @GET
    @Path("/providers/{subject}/environments")
    public Set<String> provided(@PathParam("subject") String subject) {
        return environments.providedBy(subject);
    }

    @POST
    @Path("/plans")
    public Plans.Plan plan(Plans.Question question) {
        var allocation = new AllocationId(question.deployment(), question.environment());
        return Plans.plan(
                question,
                availability.look(allocation),
                availability.allocation(allocation).holding());
    }

    @GET
    @Path("/allocations/{allocation}")
    public Allotted allocation(@PathParam("allocation") String allocation) {
        AllocationId id = AllocationId.parse(allocation);
        Allocation now = availability.allocation(id);
        if (now.holding().results().isEmpty() && now.held().isEmpty()) {
            throw unknown("allocation", allocation);
        }
        return new Allotted(id.deployment(), id.environment(), now.holding().results());
    }

    @GET
    @Path("/secrets/{context}/{id}")
    public Opened secret(@PathParam("context") String context, @PathParam("id") String id) {
        return vault.get(context + "/" + id)
                .map(value -> new Opened(Base64.getEncoder().encodeToString(value)))
                .orElseThrow(() -> unknown("secret", context + "/" + id));
    }

    private static RefusedException unknown(String what, String which) {
        return new RefusedException(GeneralRefusal.NOT_FOUND, "There is no " + what + " '" + which + "'.");
    }
}
