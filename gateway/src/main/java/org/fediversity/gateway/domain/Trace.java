package org.fediversity.gateway.domain;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Place of a request in a trace, as W3C Trace Context level 1 writes it.
///
/// @param traceId 32 hexadecimal digits
/// @param spanId  16 hexadecimal digits
/// @param flags   two hexadecimal digits
public record Trace(String traceId, String spanId, String flags) {
    private static final Pattern TRACEPARENT =
            Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})");

    /// Continues the trace that a request came with, or begins one if it came without or with nonsense.
    ///
    /// @param traceparent header value, or empty
    public static Trace following(String traceparent, RandomGenerator random) {
        Matcher given = TRACEPARENT.matcher(traceparent);
        return given.matches()
                ? new Trace(given.group(1), hex(8, random), given.group(3))
                : new Trace(hex(16, random), hex(8, random), "01");
    }

    public String traceparent() {
        return "00-" + traceId + "-" + spanId + "-" + flags;
    }

    private static String hex(int bytes, RandomGenerator random) {
        byte[] content = new byte[bytes];
        do {
            random.nextBytes(content);
        } while (isZero(content));
        return HexFormat.of().formatHex(content);
    }

    private static boolean isZero(byte[] content) {
        for (byte b : content) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }
}
