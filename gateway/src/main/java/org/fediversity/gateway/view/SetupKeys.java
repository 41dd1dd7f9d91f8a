package org.fediversity.gateway.view;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.fediversity.runtime.vault.Vault;
import org.jdbi.v3.core.Jdbi;

/// The Ed25519 keys by which the set-up is known outside: made once, the private halves sealed in the vault.
@ApplicationScoped
public class SetupKeys {
    /// Signs checkpoints.
    public static final String LEDGER = "ledger";

    /// Signs webhooks.
    public static final String WEBHOOKS = "webhooks";

    private static final String OWNER = "setup-key";
    private final Jdbi jdbi;
    private final Vault vault;
    private final Map<String, KeyPair> pairs = new ConcurrentHashMap<>();

    SetupKeys(Jdbi jdbi, Vault vault) {
        this.jdbi = jdbi;
        this.vault = vault;
    }

    /// @param name which of them
    public KeyPair pair(String name) {
        return pairs.computeIfAbsent(name, this::load);
    }

    private record Kept(String reference, String publicKey) {}

    private KeyPair load(String name) {
        // Several gateways may start at once; the first one makes the key.
        return jdbi.inTransaction(db -> {
            db.execute("select pg_advisory_xact_lock(hashtext('setup_key'))");
            return db.createQuery("select reference, public_key from setup_key where name = ?")
                    .bind(0, name)
                    .map((row, context) -> new Kept(row.getString(1), row.getString(2)))
                    .findOne()
                    .map(this::open)
                    .orElseGet(() -> {
                        KeyPair fresh = generate();
                        String reference = vault.put(OWNER, fresh.getPrivate().getEncoded());
                        db.execute(
                                "insert into setup_key (name, reference, public_key) values (?, ?, ?)",
                                name,
                                reference,
                                Base64.getEncoder()
                                        .encodeToString(fresh.getPublic().getEncoded()));
                        return fresh;
                    });
        });
    }

    private KeyPair open(Kept kept) {
        try {
            byte[] secret = vault.get(kept.reference())
                    .orElseThrow(() -> new IllegalStateException("the vault lacks the set-up's key"));
            KeyFactory keys = KeyFactory.getInstance("Ed25519");
            return new KeyPair(
                    keys.generatePublic(
                            new X509EncodedKeySpec(Base64.getDecoder().decode(kept.publicKey()))),
                    keys.generatePrivate(new PKCS8EncodedKeySpec(secret)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the set-up's key cannot be read", e);
        }
    }

    private static KeyPair generate() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
