package org.fediversity.deployment.driver;

/// What came of a call to a driver.
public sealed interface Outcome {
    /// It is as it was asked to be.
    record Ready(String detail) implements Outcome {}

    /// It cannot be; asking again would not help.
    record Refused(String reason) implements Outcome {}

    /// It could not be asked; asking again may help.
    record Unreachable(String reason) implements Outcome {}
}
