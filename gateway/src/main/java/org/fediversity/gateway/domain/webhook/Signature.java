package org.fediversity.gateway.domain.webhook;

import com.google.crypto.tink.subtle.Ed25519Sign;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signatures of Standard Webhooks 1.0 (https://www.standardwebhooks.com): what is signed is id, time and body, with
/// dots between.
public final class Signature {
    /// Comes before a symmetric secret.
    public static final String SECRET = "whsec_";

    /// Comes before a public key.
    public static final String PUBLIC_KEY = "whpk_";

    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;

    private Signature() {}

    /// A symmetric secret as a receiver writes it; empty if it is none: 24 to 64 bytes in base64.
    public static Optional<byte[]> secret(String text) {
        if (!text.startsWith(SECRET)) {
            return Optional.empty();
        }
        try {
            byte[] secret = Base64.getDecoder().decode(text.substring(SECRET.length()));
            return secret.length < SHORTEST || secret.length > LONGEST ? Optional.empty() : Optional.of(secret);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// A symmetric secret as a receiver writes it.
    public static String written(byte[] secret) {
        return SECRET + Base64.getEncoder().encodeToString(secret);
    }

    /// An Ed25519 key as a receiver writes it: the last 32 bytes of its X.509 form (RFC 8410).
    public static String written(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return PUBLIC_KEY
                + Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    /// `v1`, HMAC-SHA256.
    public static String v1(byte[] secret, String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update(head(id, timestamp));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Makes an Ed25519 key ready to sign. Tink's arithmetic is far quicker than the JDK's, and of all that a
    /// delivery costs, the signature is the dearest.
    public static Ed25519Sign signer(PrivateKey key) {
        try {
            return new Ed25519Sign(((EdECPrivateKey) key).getBytes().orElseThrow());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// `v1a`, Ed25519.
    public static String v1a(Ed25519Sign signer, String id, long timestamp, byte[] body) {
        byte[] head = head(id, timestamp);
        byte[] signed = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, signed, head.length, body.length);
        try {
            return "v1a," + Base64.getEncoder().encodeToString(signer.sign(signed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] head(String id, long timestamp) {
        return (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
    }
}
