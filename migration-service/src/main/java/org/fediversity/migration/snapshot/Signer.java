package org.fediversity.migration.snapshot;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;

/// Signs and proves with Ed25519 (RFC 8032).
public final class Signer {
    private final PrivateKey secret;
    private final PublicKey known;

    public Signer(KeyPair pair) {
        this.secret = pair.getPrivate();
        this.known = pair.getPublic();
    }

    /// Name of the key: its X.509 form in base64.
    public String name() {
        return name(known);
    }

    /// The half that others may know.
    public PublicKey known() {
        return known;
    }

    byte[] sign(byte[] text) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(secret);
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign", e);
        }
    }

    static String name(PublicKey key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    static boolean proves(PublicKey key, byte[] text, byte[] proof) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update(text);
            return signature.verify(proof);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
