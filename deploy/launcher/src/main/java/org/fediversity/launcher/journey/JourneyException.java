package org.fediversity.launcher.journey;

/// The journey cannot go on; the message is for people.
public final class JourneyException extends RuntimeException {
    public JourneyException(String message) {
        super(message);
    }

    JourneyException(String message, Throwable cause) {
        super(message, cause);
    }
}
