package org.fediversity.config.driver.questions;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.fediversity.config.domain.Deployments;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.GeneralRefusal;
import org.jboss.logging.Logger;

/// Asks deployment-service.
@ApplicationScoped
class AskedDeployments implements Deployments {
    private static final Logger LOG = Logger.getLogger("org.fediversity.questions");
    private final DeploymentService service;

    AskedDeployments(@RestClient DeploymentService service) {
        this.service = service;
    }

    @Override
    public Optional<Deployment> named(String id) {
        if (!id.matches("[0-9a-zA-Z-]{1,64}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(service.deployment(id));
        } catch (WebApplicationException e) {
            if (e.getResponse().getStatus() == 404) {
                return Optional.empty();
            }
            throw silent("answers " + e.getResponse().getStatus());
        } catch (ProcessingException e) {
            throw silent("does not answer");
        }
    }

    private static RefusedException silent(String what) {
        LOG.warnf("deployment-service %s", what);
        return new RefusedException(GeneralRefusal.UNAVAILABLE, "deployment-service " + what + ". Try again soon.");
    }
}
