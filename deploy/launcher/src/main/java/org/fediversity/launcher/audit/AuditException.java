package org.fediversity.launcher.audit;

/// What was given cannot be audited; nothing is said of the history.
final class AuditException extends RuntimeException {
    AuditException(String message) {
        super(message);
    }

    AuditException(String message, Throwable cause) {
        super(message, cause);
    }
}
