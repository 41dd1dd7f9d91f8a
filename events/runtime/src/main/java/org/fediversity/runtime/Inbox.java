package org.fediversity.runtime;

import java.util.List;
import java.util.Set;

/// Translates events of other services to own commands, and nothing else. Each event is translated once (effect and
/// receipt share a transaction), in order per subject. A refused command is logged and done with; an exception parks
/// the subject until it is re-driven. Events of a type unknown to this build are passed over.
public interface Inbox {
    /// Contexts it listens to: `config`, `deployment`, `provisioning`, `migration`.
    Set<String> contexts();

    List<? extends Command> translate(Recorded<?> recorded);
}
