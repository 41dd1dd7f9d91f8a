package org.fediversity.deployment.domain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.fediversity.deployment.domain.Environments.Action;
import org.fediversity.runtime.Json;

/// What a plan is known by: SHA-256, hexadecimal, over the revision and its actions as JSON, in a fixed order.
public final class PlanDigest {
    private PlanDigest() {}

    private record Canonical(int revision, List<Action> actions) {}

    public static String of(int revision, List<Action> actions) {
        List<Action> ordered = actions.stream()
                .sorted(Comparator.comparing(Action::resource)
                        .thenComparing(Action::component)
                        .thenComparing(Action::action))
                .toList();
        byte[] text = Json.write(new Canonical(revision, ordered)).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(sha256(text));
    }

    /// SHA-256.
    public static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
