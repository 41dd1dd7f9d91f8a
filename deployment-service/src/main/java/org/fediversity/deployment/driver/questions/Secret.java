package org.fediversity.deployment.driver.questions;

/// An opened secret on the wire.
///
/// @param value base64
record Secret(String value) {
    @Override
    public String toString() {
        return "Secret[…]";
    }
}
