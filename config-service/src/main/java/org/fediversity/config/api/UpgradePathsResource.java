package org.fediversity.config.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.fediversity.config.domain.Deployments.Deployment;
import org.fediversity.config.domain.UpgradePaths;
import org.fediversity.config.view.Applications;
import org.fediversity.contracts.PinnedApplication;
import org.fediversity.expressions.SemVer;
import org.fediversity.modules.Module;
import org.fediversity.modules.Module.Upgrade;
import org.fediversity.runtime.web.Page;
import org.jspecify.annotations.Nullable;

/// To which versions the applications of a deployment can go, and how.
@Path("/api/v1/deployments/{id}/upgrade-paths")
@RolesAllowed({"operator", "provider", "auditor"})
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Configuration")
public class UpgradePathsResource {
    private final OwnDeployments deployments;
    private final Staging staging;
    private final Applications applications;

    UpgradePathsResource(OwnDeployments deployments, Staging staging, Applications applications) {
        this.deployments = deployments;
        this.staging = staging;
        this.applications = applications;
    }

    /// One application.
    ///
    /// @param from   version that is installed; the pinned one while nothing is
    /// @param staged version that is staged
    /// @param paths  one for each newer version that can be reached, nearest first
    public record ApplicationPaths(String application, String from, String staged, List<PathDocument> paths) {}

    /// A way to a newer version.
    ///
    /// @param steps      each is staged as `versions` and deployed before the next
    /// @param downtime   `none`, `short` or `long`: the longest of the steps
    /// @param reversible whether every step can be undone
    /// @param possible   whether every version on the way can run in the deployment's environment
    /// @param problems   why not
    public record PathDocument(
            String version,
            List<Upgrade> steps,
            String downtime,
            boolean reversible,
            boolean possible,
            List<String> problems) {}

    /// For each application of the deployment.
    public record Paths(List<ApplicationPaths> items, Optional<String> next) {}

    @GET
    @Operation(
            operationId = "listUpgradePaths",
            summary = "Newer versions of the deployment's applications: steps, downtime, reversibility")
    public Paths paths(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Deployment deployment = deployments.visible(id);
        int most = Page.limit(limit);
        String backend = staging.backend(deployment);
        List<PinnedApplication> rest =
                Lists.after(staging.pinned(deployment, staging.current(id)), PinnedApplication::name, cursor);
        Page<ApplicationPaths> page = Page.of(
                rest, most, PinnedApplication::name, pin -> paths(pin, staging.installed(deployment, pin), backend));
        return new Paths(page.items(), page.next());
    }

    private ApplicationPaths paths(PinnedApplication pin, String installed, String backend) {
        List<Module> published = applications.versions(pin.name()).stream()
                .filter(version -> !version.withdrawn())
                .flatMap(version -> applications.module(pin.name(), version.version()).stream())
                .toList();
        return new ApplicationPaths(
                pin.name(),
                installed,
                pin.version(),
                SemVer.parse(installed).stream()
                        .flatMap(from -> UpgradePaths.from(from, published).stream())
                        .map(path -> document(path, published, backend))
                        .toList());
    }

    private static PathDocument document(UpgradePaths.Path path, List<Module> published, String backend) {
        List<String> problems = path.steps().stream()
                .flatMap(step -> published.stream()
                        .filter(module -> module.version().equals(step.to()))
                        .flatMap(module -> obstacles(module, backend)))
                .toList();
        return new PathDocument(
                path.to(), path.steps(), path.downtime(), path.reversible(), problems.isEmpty(), problems);
    }

    private static Stream<String> obstacles(Module module, String backend) {
        return UpgradePaths.obstacles(module, backend).stream().map(why -> module.version() + " " + why);
    }
}
