package org.fediversity.launcher.audit;

import java.util.List;

/// Somebody who keeps the tree's inner nodes and shows them on demand. What is shown is believed only if it adds up to
/// what was signed.
interface Proofs {
    /// Audit path of an entry in the tree of a size, from the leaf upwards (RFC 6962, 2.1.1).
    List<Hash> inclusion(long position, long size);
}
