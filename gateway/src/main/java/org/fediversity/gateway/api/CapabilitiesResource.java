package org.fediversity.gateway.api;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.fediversity.gateway.domain.webhook.Signature;
import org.fediversity.gateway.view.Checkpoints;
import org.fediversity.gateway.view.SetupKeys;

/// What this set-up can do, for front-ends and for other set-ups that think of moving here.
@Path("/api/v1/capabilities")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Capabilities", description = "What this set-up is and can do")
class CapabilitiesResource {
    private final Checkpoints checkpoints;
    private final SetupKeys keys;
    private final String setup;
    private final String issuer;

    CapabilitiesResource(
            Checkpoints checkpoints,
            SetupKeys keys,
            @ConfigProperty(name = "fediversity.setup.name", defaultValue = "local") String setup,
            @ConfigProperty(name = "fediversity.oidc.issuer") String issuer) {
        this.checkpoints = checkpoints;
        this.keys = keys;
        this.setup = setup;
        this.issuer = issuer;
    }

    /// @param publicKey  verifier of checkpoints, `<name>+<hash>+<key>` (https://c2sp.org/signed-note)
    /// @param webhookKey verifier of the `v1a` signatures of webhooks, `whpk_<key>` (Standard Webhooks 1.0)
    record Setup(String name, String publicKey, String webhookKey) {}

    record Capabilities(
            List<String> api,
            List<String> resourceApi,
            List<String> moduleFormat,
            List<String> snapshotFormat,
            List<String> migrationProtocol,
            String issuer,
            Setup setup) {}

    @GET
    @PermitAll
    @Operation(operationId = "getCapabilities", summary = "Versions this set-up speaks, its name and public key")
    public Capabilities capabilities() {
        return new Capabilities(
                List.of("v1"),
                List.of("v1"),
                List.of("fediversity.org/v1"),
                List.of("application/vnd.fediversity.snapshot.v1"),
                List.of("v1"),
                issuer,
                new Setup(
                        setup,
                        checkpoints.verifier(),
                        Signature.written(keys.pair(SetupKeys.WEBHOOKS).getPublic())));
    }
}
