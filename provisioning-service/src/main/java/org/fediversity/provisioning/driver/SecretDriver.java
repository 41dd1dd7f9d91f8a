package org.fediversity.provisioning.driver;

/// Generated secrets. Results: `value` (secret), or `privateKey` (secret) and `publicKey`. The value never changes
/// while it is held, and one that is carried over from elsewhere is taken as it is.
public interface SecretDriver extends Driver {
    @Override
    default String type() {
        return "secret";
    }
}
