package org.fediversity.migration.snapshot;

import java.io.IOException;

/// A snapshot is not what it claims to be; nothing of it has been applied. The message is one sentence that names the
/// first fault and repeats none of the content.
public final class SnapshotRefused extends IOException {
    public SnapshotRefused(String fault) {
        super(fault);
    }

    public SnapshotRefused(String fault, Throwable cause) {
        super(fault, cause);
    }
}
