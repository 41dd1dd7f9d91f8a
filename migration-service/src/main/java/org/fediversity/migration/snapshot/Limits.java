package org.fediversity.migration.snapshot;

/// What a reader puts up with from a stranger's snapshot.
///
/// @param document   largest index, manifest or configuration, in bytes
/// @param recipe     largest recipe once unpacked, in bytes
/// @param layers     most layers of a manifest
/// @param states     most state components
/// @param blob       largest blob, in bytes
/// @param content    most content of all components together once unpacked, in bytes
/// @param sealed     largest sealed component, in bytes
public record Limits(int document, int recipe, int layers, int states, long blob, long content, int sealed) {
    /// Enough for a terabyte.
    public static final Limits DEFAULT = new Limits(64 << 20, 512 << 20, 400_000, 1_000, 64L << 20, 1L << 40, 1 << 20);
}
