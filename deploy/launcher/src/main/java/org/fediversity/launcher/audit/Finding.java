package org.fediversity.launcher.audit;

import java.util.Locale;

/// The first entry that is not what it was when it was signed.
///
/// @param position where it stands, or should stand
/// @param detail   how that was seen
record Finding(long position, Fault fault, String detail) {
    enum Fault {
        CHANGED,
        REMOVED,
        INSERTED,
        REORDERED
    }

    static Finding changed(long position) {
        return new Finding(position, Fault.CHANGED, "its bytes are not those that were signed; all before it are");
    }

    /// For people.
    String sentence() {
        return "Entry " + position + " was " + fault.name().toLowerCase(Locale.ROOT) + ": " + detail + ".";
    }
}
