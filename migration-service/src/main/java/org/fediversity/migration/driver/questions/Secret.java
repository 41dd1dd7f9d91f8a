package org.fediversity.migration.driver.questions;

/// A secret on the wire.
///
/// @param value base64
record Secret(String value) {
    @Override
    public String toString() {
        return "***";
    }
}
