package org.fediversity.runtime;

/// Who caused something: the subject of a token and the role it acted in, or a service.
///
/// @param subject opaque; never a name or an address
/// @param role    operator, provider, maintainer, auditor or service
public record Actor(String subject, String role) {
    public static Actor service(String name) {
        return new Actor(name, "service");
    }

    /// `role:subject`, as it stands in events on Kafka.
    @Override
    public String toString() {
        return role + ":" + subject;
    }

    public static Actor parse(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? new Actor(text, "service") : new Actor(text.substring(colon + 1), text.substring(0, colon));
    }
}
