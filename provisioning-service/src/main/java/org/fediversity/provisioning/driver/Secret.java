package org.fediversity.provisioning.driver;

import java.nio.charset.StandardCharsets;

/// Text that nobody may read by accident.
public record Secret(String text) {
    public static Secret of(byte[] bytes) {
        return new Secret(new String(bytes, StandardCharsets.UTF_8));
    }

    public byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "***";
    }
}
