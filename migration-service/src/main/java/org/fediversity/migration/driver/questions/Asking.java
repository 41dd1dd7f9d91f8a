package org.fediversity.migration.driver.questions;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.util.Optional;
import java.util.function.Supplier;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.GeneralRefusal;
import org.jboss.logging.Logger;

/// A question that may find nothing, or nobody.
final class Asking {
    private static final Logger LOG = Logger.getLogger("org.fediversity.questions");

    private Asking() {}

    /// @return empty where the answer is 404
    static <T> Optional<T> of(String whom, Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (WebApplicationException e) {
            int status = e.getResponse().getStatus();
            if (status == 404) {
                return Optional.empty();
            }
            LOG.warnf("%s answers %d", whom, status);
            throw new RefusedException(GeneralRefusal.UNAVAILABLE, whom + " answers " + status + ". Try again soon.");
        } catch (ProcessingException e) {
            LOG.warnf("%s does not answer: %s", whom, e.getMessage());
            throw new RefusedException(GeneralRefusal.UNAVAILABLE, whom + " does not answer. Try again soon.");
        }
    }
}
