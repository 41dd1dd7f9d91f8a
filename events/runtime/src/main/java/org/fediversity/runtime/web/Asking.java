package org.fediversity.runtime.web;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.util.Optional;
import java.util.function.Supplier;
import org.fediversity.runtime.RefusedException;
import org.jboss.logging.Logger;

/// A question to another service, which may find nothing, or nobody.
public final class Asking {
    private static final Logger LOG = Logger.getLogger("org.fediversity.questions");

    private Asking() {}

    /// @param whom service, for the refusal
    /// @return empty where the answer is 404
    /// @throws RefusedException `UNAVAILABLE` for any other answer than the one hoped for, and for none
    public static <T> Optional<T> of(String whom, Supplier<T> question) {
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
