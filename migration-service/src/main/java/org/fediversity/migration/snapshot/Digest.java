package org.fediversity.migration.snapshot;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// A content address: `sha256:` and 64 lower-case hexadecimal digits, and nothing else; it is safe as a file name.
public record Digest(String text) {
    private static final Pattern SHAPE = Pattern.compile("sha256:[0-9a-f]{64}");

    public Digest {
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException("not a digest");
        }
    }

    /// Of a whole content.
    public static Digest of(byte[] content) {
        return finish(sha256(), content);
    }

    static Digest of(byte[] buffer, int offset, int length) {
        MessageDigest digest = sha256();
        digest.update(buffer, offset, length);
        return finish(digest);
    }

    /// Whether a text read from outside is one.
    static boolean isOne(String text) {
        return SHAPE.matcher(text).matches();
    }

    static Digest finish(MessageDigest digest, byte... rest) {
        return ofHex(HexFormat.of().formatHex(digest.digest(rest)));
    }

    static Digest ofHex(String hex) {
        return new Digest("sha256:" + hex);
    }

    String hex() {
        return text.substring("sha256:".length());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
