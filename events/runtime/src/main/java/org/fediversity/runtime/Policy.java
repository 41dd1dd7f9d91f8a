package org.fediversity.runtime;

import java.util.Optional;
import org.fediversity.contracts.Event;

/// One sentence "whenever X, then Y". `react` is called at least once for every event of its type that this service
/// recorded, outside any transaction, in order per subject, and may take its time; the command it returns records what
/// came of it. It is called again after a crash, so what it does must be safe to do twice. An exception means "try
/// again later": it is retried with back-off, shown in health after some attempts, and never given up.
public interface Policy<E extends Event> {
    /// The event type it reacts to.
    Class<E> event();

    Optional<? extends Command> react(Recorded<E> recorded) throws Exception;
}
