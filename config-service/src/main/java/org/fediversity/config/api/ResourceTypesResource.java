package org.fediversity.config.api;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.fediversity.modules.ModuleFormat;
import org.fediversity.modules.ResourceTypes;
import org.fediversity.modules.ResourceTypes.ResourceType;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.GeneralRefusal;

/// The resource API, and the format of modules that are written against it.
@Path("/api/v1/resource-types")
@RolesAllowed({"operator", "provider", "maintainer", "auditor", "service"})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Catalogue")
public class ResourceTypesResource {
    /// One type.
    public record TypeDocument(
            String type, String version, String title, String description, JsonNode request, JsonNode result) {
        static TypeDocument of(ResourceType type) {
            return new TypeDocument(
                    type.name(), type.version(), type.title(), type.description(), type.request(), type.result());
        }
    }

    /// All types, and the JSON Schema of the module format.
    public record Types(List<TypeDocument> items, Optional<String> next, String resourceApi, JsonNode moduleSchema) {}

    @GET
    @Operation(
            operationId = "listResourceTypes",
            summary = "Types of resources with what is asked and got, and the JSON Schema of modules")
    public Types list() {
        return new Types(
                ResourceTypes.all().stream().map(TypeDocument::of).toList(),
                Optional.empty(),
                ResourceTypes.VERSION,
                ModuleFormat.jsonSchema());
    }

    @GET
    @Path("/module.schema.json")
    @Produces({ApplicationsResource.SCHEMA_JSON, MediaType.APPLICATION_JSON})
    @Operation(operationId = "getModuleSchema", summary = "The JSON Schema of the module format")
    public JsonNode moduleSchema() {
        return ModuleFormat.jsonSchema();
    }

    @GET
    @Path("/{type}")
    @Operation(operationId = "getResourceType", summary = "One type of resource")
    public TypeDocument one(@PathParam("type") String name) {
        return ResourceTypes.named(name)
                .map(TypeDocument::of)
                .orElseThrow(() ->
                        new RefusedException(GeneralRefusal.NOT_FOUND, "There is no resource type '" + name + "'."));
    }
}
