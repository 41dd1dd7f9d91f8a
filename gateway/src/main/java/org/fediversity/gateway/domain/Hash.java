package org.fediversity.gateway.domain;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// A SHA-256 hash of RFC 6962, section 2.1: leaves and inner nodes are told apart by a first byte.
public record Hash(byte[] bytes) {
    /// Root of the tree without leaves.
    public static final Hash EMPTY = new Hash(sha256().digest());

    /// Of a leaf with this content.
    public static Hash ofLeaf(byte[] content) {
        MessageDigest digest = sha256();
        digest.update((byte) 0);
        return new Hash(digest.digest(content));
    }

    /// Of the node above two.
    public static Hash above(Hash left, Hash right) {
        MessageDigest digest = sha256();
        digest.update((byte) 1);
        digest.update(left.bytes);
        return new Hash(digest.digest(right.bytes));
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

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
