package org.fediversity.deployment.driver;

/// Where something answers.
public record Endpoint(String host, int port) {
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
