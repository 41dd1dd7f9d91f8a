package org.fediversity.migration.driver;

import java.io.InputStream;
import java.io.OutputStream;
import org.fediversity.migration.domain.Inventory.Counted;

/// Carries the state that one type of resource holds. It promises:
/// - what is exported is one moment of the source, which it never changes;
/// - what is counted during export is what [#count] finds at a faithful copy;
/// - an import replaces whatever the target holds, so that doing it twice is doing it once;
/// - an import refuses what it cannot complete, and never reports a part as the whole;
/// - its messages hold neither secrets nor content.
public interface StateDriver {
    /// The resource type, e.g. `postgresql`.
    String type();

    /// Whether what it exports may only be read by the recipient.
    default boolean sensitive() {
        return false;
    }

    /// A name for the place that two descriptions of the same place share; holds no secret.
    String location(StatePlace place);

    /// Whether there is a value at all; what is marked as identity must have one.
    Outcome<Boolean> present(StatePlace place);

    /// Counts what is there.
    Outcome<Counted> count(StatePlace place);

    /// Writes all of it. The stream stays open.
    Outcome<Exported> export(StatePlace source, OutputStream out);

    /// Replaces what the target holds.
    ///
    /// @param format as [Exported] named it
    /// @return what was counted at the target afterwards
    Outcome<Counted> replace(StatePlace target, String format, InputStream content);

    /// What an export wrote.
    ///
    /// @param format how the stream is written, with its version
    record Exported(String format, Counted counted) {}
}
