package org.fediversity.migration.snapshot;

import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.hybrid.HybridConfig;
import com.google.crypto.tink.hybrid.PredefinedHybridParameters;
import java.security.GeneralSecurityException;

/// Seals to a recipient and opens as one: Tink hybrid encryption. Who only exports needs the recipient's public keyset,
/// who imports the private one.
public final class Sealing {
    static {
        try {
            HybridConfig.register();
        } catch (GeneralSecurityException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Sealing() {}

    /// A new private keyset (HPKE, RFC 9180: X25519, HKDF-SHA256, AES-128-GCM).
    public static KeysetHandle freshRecipient() {
        try {
            return KeysetHandle.generateNew(PredefinedHybridParameters.HPKE_X25519_HKDF_SHA256_AES_128_GCM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a key", e);
        }
    }

    /// What who exports needs of it.
    public static KeysetHandle publicPart(KeysetHandle recipient) {
        try {
            return recipient.getPublicKeysetHandle();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("not a private keyset", e);
        }
    }

    static byte[] seal(KeysetHandle recipient, byte[] content, byte[] context) {
        try {
            return recipient
                    .getPrimitive(RegistryConfiguration.get(), HybridEncrypt.class)
                    .encrypt(content, context);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot seal", e);
        }
    }

    static byte[] open(KeysetHandle recipient, byte[] sealed, byte[] context) throws SnapshotRefused {
        try {
            return recipient
                    .getPrimitive(RegistryConfiguration.get(), HybridDecrypt.class)
                    .decrypt(sealed, context);
        } catch (GeneralSecurityException e) {
            throw new SnapshotRefused("a sealed component is not for this recipient", e);
        }
    }
}
