package org.fediversity.runtime.vault;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fediversity.runtime.Aggregates;
import org.jdbi.v3.core.Jdbi;

/// The vault in PostgreSQL. Its keys lie in two files of directory `fediversity.vault.directory`, made at the first
/// start, readable by the service's user only: without them the table is worthless, so they belong into the backup of
/// whoever runs the set-up.
@ApplicationScoped
class SealedVault implements Vault {
    private final Jdbi jdbi;
    private final String context;
    private final Aead aead;
    private final byte[] fingerprintKey;

    SealedVault(Jdbi jdbi, Aggregates service, @ConfigProperty(name = "fediversity.vault.directory") Path directory)
            throws GeneralSecurityException {
        this.jdbi = jdbi;
        context = service.context();
        AeadConfig.register();
        String keyset = new String(
                secretFile(directory, context + ".aead.json", SealedVault::newKeyset), StandardCharsets.UTF_8);
        aead = TinkJsonProtoKeysetFormat.parseKeyset(keyset, InsecureSecretKeyAccess.get())
                .getPrimitive(RegistryConfiguration.get(), Aead.class);
        fingerprintKey = secretFile(directory, context + ".hmac", SealedVault::random);
    }

    @Override
    public String put(String owner, byte[] value) {
        String reference = context + "/" + UUID.randomUUID();
        byte[] cipher = seal(reference, value);
        jdbi.useHandle(db ->
                db.execute("insert into vault (reference, owner, sealed) values (?, ?, ?)", reference, owner, cipher));
        return reference;
    }

    @Override
    public Optional<byte[]> get(String reference) {
        return jdbi.withHandle(db -> db.createQuery("select sealed from vault where reference = ?")
                .bind(0, reference)
                .mapTo(byte[].class)
                .findOne()
                .map(found -> open(reference, found)));
    }

    @Override
    public void replace(String reference, byte[] value) {
        byte[] cipher = seal(reference, value);
        jdbi.useHandle(db ->
                db.execute("update vault set sealed = ?, changed_at = now() where reference = ?", cipher, reference));
    }

    @Override
    public void forget(String reference) {
        jdbi.useHandle(db -> db.execute("delete from vault where reference = ?", reference));
    }

    @Override
    public void forgetAll(String owner) {
        jdbi.useHandle(db -> db.execute("delete from vault where owner = ?", owner));
    }

    @Override
    public String fingerprint(byte[] value) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(fingerprintKey, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(value)).substring(0, 12);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] seal(String reference, byte[] value) {
        try {
            return aead.encrypt(value, reference.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret could not be sealed", e);
        }
    }

    private byte[] open(String reference, byte[] cipher) {
        try {
            return aead.decrypt(cipher, reference.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret cannot be opened: is this the key it was sealed with?", e);
        }
    }

    @FunctionalInterface
    private interface Maker {
        byte[] make() throws GeneralSecurityException;
    }

    private static byte[] newKeyset() throws GeneralSecurityException {
        KeysetHandle keys = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
        return TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get())
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] random() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return key;
    }

    private static byte[] secretFile(Path directory, String name, Maker maker) throws GeneralSecurityException {
        Path file = directory.resolve(name);
        try {
            Files.createDirectories(directory);
            if (Files.notExists(file)) {
                Path fresh = Files.createTempFile(
                        directory,
                        name,
                        ".new",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.write(fresh, maker.make(), StandardOpenOption.TRUNCATE_EXISTING);
                try {
                    Files.createLink(file, fresh);
                } catch (FileAlreadyExistsException e) {
                    // another instance was first: its key is the key
                } finally {
                    Files.delete(fresh);
                }
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("no vault key at " + file, e);
        }
    }
}
