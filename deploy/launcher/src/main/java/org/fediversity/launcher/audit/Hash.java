package org.fediversity.launcher.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// SHA-256 as RFC 6962, section 2.1, uses it: a zero byte before leaves, a one before pairs.
record Hash(byte[] bytes) {
    static final int LENGTH = 32;

    static Hash ofLeaf(byte[] content) {
        return digest((byte) 0, content, new byte[0]);
    }

    static Hash ofPair(Hash left, Hash right) {
        return digest((byte) 1, left.bytes, right.bytes);
    }

    /// Root of a tree without leaves.
    static Hash ofNothing() {
        return new Hash(sha256().digest());
    }

    private static Hash digest(byte prefix, byte[] first, byte[] second) {
        MessageDigest digest = sha256();
        digest.update(prefix);
        digest.update(first);
        digest.update(second);
        return new Hash(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash(byte[] theirs) && Arrays.equals(bytes, theirs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
