package org.fediversity.migration.driver;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import org.fediversity.migration.snapshot.Sealing;
import org.fediversity.migration.snapshot.Signer;

/// The keys of this set-up for snapshots: one to sign, one to which secrets are sealed. They lie in two files that only
/// the service's user can read, made at the first start; they belong into the backup of whoever runs the set-up.
public final class SetupKeys {
    private final Signer signer;
    private final KeysetHandle recipient;

    private SetupKeys(Signer signer, KeysetHandle recipient) {
        this.signer = signer;
        this.recipient = recipient;
    }

    /// Opens the keys in a directory, or makes them.
    public static SetupKeys in(Path directory) {
        try {
            Files.createDirectories(directory);
            List<String> pair = file(directory.resolve("snapshot-signature.key"), SetupKeys::newPair)
                    .lines()
                    .toList();
            String keyset = file(directory.resolve("snapshot-recipient.json"), SetupKeys::newRecipient);
            KeyFactory ed25519 = KeyFactory.getInstance("Ed25519");
            Base64.Decoder base64 = Base64.getDecoder();
            return new SetupKeys(
                    new Signer(new KeyPair(
                            ed25519.generatePublic(new X509EncodedKeySpec(base64.decode(pair.get(0)))),
                            ed25519.generatePrivate(new PKCS8EncodedKeySpec(base64.decode(pair.get(1)))))),
                    TinkJsonProtoKeysetFormat.parseKeyset(keyset, InsecureSecretKeyAccess.get()));
        } catch (IOException e) {
            throw new UncheckedIOException("the keys in " + directory + " cannot be used", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the keys in " + directory + " cannot be used", e);
        }
    }

    public Signer signer() {
        return signer;
    }

    /// Opens what was sealed to this set-up; its public part seals.
    public KeysetHandle recipient() {
        return recipient;
    }

    private static String file(Path file, Supplier<String> fresh) throws IOException {
        if (!Files.exists(file)) {
            Path unfinished = Files.createTempFile(
                    file.getParent(),
                    ".key-",
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(unfinished, fresh.get());
            try {
                Files.createLink(file, unfinished);
            } catch (FileAlreadyExistsException e) {
                // Another instance was faster; its key counts.
            } catch (UnsupportedOperationException e) {
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.deleteIfExists(unfinished);
        }
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private static String newPair() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            Base64.Encoder base64 = Base64.getEncoder();
            return base64.encodeToString(pair.getPublic().getEncoded()) + "\n"
                    + base64.encodeToString(pair.getPrivate().getEncoded()) + "\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has Ed25519", e);
        }
    }

    private static String newRecipient() {
        try {
            return TinkJsonProtoKeysetFormat.serializeKeyset(Sealing.freshRecipient(), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot write a keyset", e);
        }
    }
}
