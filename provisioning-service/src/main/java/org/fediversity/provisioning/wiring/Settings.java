package org.fediversity.provisioning.wiring;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/// What whoever runs the set-up decides. The names under `fediversity` belong to all services together, so they are
/// read one by one.
@ApplicationScoped
class Settings {
    private final Config config;

    Settings(Config config) {
        this.config = config;
    }

    /// Directory with `*.yaml` environments, declared at start.
    Optional<Path> environments() {
        return config.getOptionalValue("fediversity.environments", Path.class);
    }

    /// A secret that environments refer to as `{secret: name}`.
    Optional<String> secret(String name) {
        return config.getOptionalValue("fediversity.secrets." + name, String.class);
    }

    /// Directory for the state of this service.
    Path data() {
        return config.getValue("fediversity.data", Path.class);
    }

    /// Where the edge leads people to deployments.
    int edgePort() {
        return config.getOptionalValue("fediversity.edge.port", Integer.class).orElse(8088);
    }
}
