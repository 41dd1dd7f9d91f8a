package org.fediversity.config.api;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.fediversity.modules.ModuleFormat;
import org.fediversity.modules.ResourceTypes;
import org.fediversity.modules.ResourceTypes.ResourceType;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.GeneralRefusal;
import org.fediversity.runtime.web.Page;
import org.jspecify.annotations.Nullable;

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

    /// Types, and the JSON Schema of the module format.
    public record Types(List<TypeDocument> items, Optional<String> next, String resourceApi, JsonNode moduleSchema) {}

    @GET
    @Operation(
            operationId = "listResourceTypes",
            summary = "Types of resources with what is asked and got, and the JSON Schema of modules")
    public Types list(@QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        int most = Page.limit(limit);
        List<ResourceType> rest = Lists.after(List.copyOf(ResourceTypes.all()), ResourceType::name, cursor);
        Page<TypeDocument> page = Page.of(rest, most, ResourceType::name, TypeDocument::of);
        return new Types(page.items(), page.next(), ResourceTypes.VERSION, ModuleFormat.jsonSchema());
    }

    @GET
    @Path("/module.schema.json")
    @Produces({ApplicationsResource.SCHEMA_JSON, MediaType.APPLICATION_JSON})
    @Operation(operationId = "getModuleSchema", summary = "The JSON Schema of the module format")
    public Response moduleSchema(@HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        return Kept.of(ModuleFormat.jsonSchema(), Kept.ASK_AGAIN, ifNoneMatch);
    }

    @GET
    @Path("/{type}")
    @Operation(operationId = "getResourceType", summary = "One type of resource")
    @APIResponse(
            responseCode = "200",
            description = "The type",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TypeDocument.class)))
    public Response one(
            @PathParam("type") String name, @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        return ResourceTypes.named(name)
                .map(type -> Kept.of(TypeDocument.of(type), Kept.ASK_AGAIN, ifNoneMatch))
                .orElseThrow(() ->
                        new RefusedException(GeneralRefusal.NOT_FOUND, "There is no resource type '" + name + "'."));
    }
}
