package org.fediversity.gateway.domain;

import java.util.Base64;

/// What a log says of itself at one moment (https://c2sp.org/tlog-checkpoint): so many entries, this root.
///
/// @param origin name of the log
public record Checkpoint(String origin, long size, Hash root) {
    /// To be signed.
    public String text() {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root.bytes()) + "\n";
    }
}
