package org.fediversity.launcher;

import java.util.Arrays;
import java.util.Locale;

/// What listens on a port of its own.
enum Role {
    GATEWAY(8080, "the public API"),
    EDGE(8088, "deployed applications, by host name"),
    CONFIG(8101, "config-service"),
    DEPLOYMENT(8102, "deployment-service"),
    PROVISIONING(8103, "provisioning-service"),
    MIGRATION(8104, "migration-service"),
    KEYCLOAK(8180, "identity"),
    POSTGRESQL(15432, "databases"),
    KAFKA(19092, "events"),
    KAFKA_CONTROLLER(19093, "Kafka's controller"),
    S3(19000, "buckets");

    final int usualPort;
    final String purpose;

    Role(int usualPort, String purpose) {
        this.usualPort = usualPort;
        this.purpose = purpose;
    }

    /// As people write it: `kafka-controller`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Role named(String text) {
        return Arrays.stream(values())
                .filter(role -> role.toString().equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("'" + text + "' is none of " + Arrays.toString(values())));
    }
}
