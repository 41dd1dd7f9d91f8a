package org.fediversity.runtime.vault;

import java.util.Optional;

/// Keeps secrets sealed (Tink AEAD) in table `vault`, under a key that is not in the database. A reference is
/// `<context>/<uuid>`, so that its owner can be told from it.
public interface Vault {
    /// Seals a value, bound to its reference.
    ///
    /// @param owner what the secret belongs to, e.g. a deployment id: the handle by which all of it is forgotten
    /// @return the reference
    String put(String owner, byte[] value);

    /// Opens what lies under the reference.
    Optional<byte[]> get(String reference);

    /// Puts another value under the same reference.
    void replace(String reference, byte[] value);

    /// Destroys one value.
    void forget(String reference);

    /// Destroys all values of the owner.
    void forgetAll(String owner);

    /// A short mark that two equal values share and that says nothing else about them: HMAC-SHA-256 under a key of the
    /// vault, twelve hexadecimal digits.
    String fingerprint(byte[] value);
}
