package org.fediversity.config;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/// The name server that the service asks in tests.
public final class OurDns implements QuarkusTestResourceLifecycleManager {
    static final LittleDns SERVER = server();

    private static LittleDns server() {
        try {
            return new LittleDns();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, String> start() {
        return Map.of("fediversity.dns.server", "127.0.0.1:" + SERVER.port());
    }

    @Override
    public void stop() {
        // it goes with the tests, which may start the service several times
    }
}
