package org.fediversity.config.driver.questions;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.util.Optional;
import java.util.function.Supplier;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.GeneralRefusal;
import org.jboss.logging.Logger;

/// A question to another service: 404 is no answer, silence is a refusal.
final class Asked {
    private static final Logger LOG = Logger.getLogger("org.fediversity.questions");

    private Asked() {}

    static <T> Optional<T> of(String service, Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (WebApplicationException e) {
            if (e.getResponse().getStatus() == 404) {
                return Optional.empty();
            }
            throw silent(service, "answers " + e.getResponse().getStatus());
        } catch (ProcessingException e) {
            throw silent(service, "does not answer");
        }
    }

    private static RefusedException silent(String service, String what) {
        LOG.warnf("%s %s", service, what);
        return new RefusedException(GeneralRefusal.UNAVAILABLE, service + " " + what + ". Try again soon.");
    }
}
