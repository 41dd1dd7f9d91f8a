package org.fediversity.gateway.domain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// A text with Ed25519 signatures under it, as C2SP writes it (https://c2sp.org/signed-note).
public final class SignedNote {
    private static final byte ED25519 = 1;
    /// Of an X.509 key of this kind; the 32 bytes of the key itself follow it (RFC 8410).
    private static final int PREFIX_BYTES = 12;

    private SignedNote() {}

    /// Who signs: a name and a public key, written `<name>+<hash>+<key>`.
    ///
    /// @param key 32 bytes
    public record Verifier(String name, byte[] key) {
        public static Verifier of(String name, PublicKey key) {
            byte[] encoded = key.getEncoded();
            return new Verifier(name, Arrays.copyOfRange(encoded, PREFIX_BYTES, encoded.length));
        }

        /// Reads what [#toString] writes; empty if it is nothing of the kind or its hash does not fit.
        public static Optional<Verifier> parse(String text) {
            String[] parts = text.split("\\+", 3);
            if (parts.length != 3) {
                return Optional.empty();
            }
            try {
                byte[] typed = Base64.getDecoder().decode(parts[2]);
                if (typed.length != 33 || typed[0] != ED25519) {
                    return Optional.empty();
                }
                Verifier verifier = new Verifier(parts[0], Arrays.copyOfRange(typed, 1, typed.length));
                return HexFormat.of().formatHex(verifier.hash()).equals(parts[1])
                        ? Optional.of(verifier)
                        : Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        byte[] hash() {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
                digest.update(ED25519);
                return Arrays.copyOf(digest.digest(key), 4);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String toString() {
            byte[] typed = ByteBuffer.allocate(33).put(ED25519).put(key).array();
            return name + "+" + HexFormat.of().formatHex(hash()) + "+"
                    + Base64.getEncoder().encodeToString(typed);
        }
    }

    /// @param text ends with a line break and holds no empty line
    /// @return the note
    public static String sign(String text, Verifier verifier, PrivateKey key) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(key);
            signer.update(text.getBytes(StandardCharsets.UTF_8));
            byte[] signature = signer.sign();
            byte[] hashed = ByteBuffer.allocate(4 + signature.length)
                    .put(verifier.hash())
                    .put(signature)
                    .array();
            return text + "\n\u2014 " + verifier.name() + " "
                    + Base64.getEncoder().encodeToString(hashed) + "\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 is not to be had", e);
        }
    }
}
