package org.fediversity.notes;

import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import org.jdbi.v3.core.Jdbi;

/// Who this instance is to the rest of the Fediverse. The first start founds it; a later one that brings another key or
/// name does not start, because other servers would take it for an impostor.
@Singleton
final class Identity {
    private final Settings settings;
    private final String publicKey;

    Identity(Settings settings, Jdbi jdbi) {
        this.settings = settings;
        publicKey = publicKeyOf(settings.actorKey());
        record Founded(String username, String publicKey) {}
        var founded = jdbi.inTransaction(db -> {
            db.createUpdate("insert into identity (username, public_key) values (:name, :key) on conflict do nothing")
                    .bind("name", settings.username())
                    .bind("key", publicKey)
                    .execute();
            return db.createQuery("select username, public_key from identity")
                    .map((row, context) -> new Founded(row.getString(1), row.getString(2)))
                    .one();
        });
        if (!founded.publicKey().equals(publicKey)) {
            throw new IllegalStateException("ACTOR_KEY is not the key with which this instance was founded");
        }
        if (!founded.username().equals(settings.username())) {
            throw new IllegalStateException("this instance was founded as " + founded.username()
                    + "; its name cannot become " + settings.username());
        }
    }

    String username() {
        return settings.username();
    }

    /// Account name without `acct:`.
    String account() {
        return username() + "@" + settings.authority();
    }

    /// The actor id: an address, and for ever the same.
    String actor() {
        return settings.baseUrl() + "/users/" + username();
    }

    String outbox() {
        return actor() + "/outbox";
    }

    /// PEM, SubjectPublicKeyInfo.
    String publicKey() {
        return publicKey;
    }

    private static String publicKeyOf(String privateKeyPem) {
        try {
            var keys = KeyFactory.getInstance("RSA");
            var content = privateKeyPem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
            var secret = (RSAPrivateCrtKey) keys.generatePrivate(
                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(content)));
            var open = keys.generatePublic(new RSAPublicKeySpec(secret.getModulus(), secret.getPublicExponent()));
            return "-----BEGIN PUBLIC KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(open.getEncoded())
                    + "\n-----END PUBLIC KEY-----\n";
        } catch (GeneralSecurityException | ClassCastException | IllegalArgumentException _) {
            throw new IllegalStateException("ACTOR_KEY is no RSA private key in PKCS#8 PEM");
        }
    }
}
