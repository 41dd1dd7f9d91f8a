package org.fediversity.launcher.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// A checkpoint that a key has signed (https://c2sp.org/tlog-checkpoint, https://c2sp.org/signed-note).
///
/// @param origin name of the log
record Note(String origin, long size, Hash root) {
    private static final String SIGNATURE = "\u2014 ";
    private static final byte ED25519 = 1;
    /// What stands before the 32 bytes of an Ed25519 key in X.509 (RFC 8410).
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    /// A public key as it is published: `<name>+<hash>+<key>`.
    record Verifier(String name, byte[] hash, PublicKey key) {
        /// @throws IllegalArgumentException for what is none
        static Verifier parse(String text) {
            String[] parts = text.strip().split("\\+", 3);
            if (parts.length != 3) {
                throw new IllegalArgumentException("a key is written <name>+<hash>+<key>, not: " + text.strip());
            }
            byte[] typed = Base64.getDecoder().decode(parts[2]);
            if (typed.length != 33 || typed[0] != ED25519) {
                throw new IllegalArgumentException("the key is no Ed25519 key");
            }
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                digest.update((parts[0] + "\n").getBytes(StandardCharsets.UTF_8));
                byte[] hash = Arrays.copyOf(digest.digest(typed), 4);
                if (!HexFormat.of().formatHex(hash).equals(parts[1])) {
                    throw new IllegalArgumentException("the key's hash does not fit: it was not copied whole");
                }
                byte[] encoded = ByteBuffer.allocate(X509.length + 32)
                        .put(X509)
                        .put(typed, 1, 32)
                        .array();
                return new Verifier(
                        parts[0],
                        hash,
                        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException("the key cannot be read", e);
            }
        }

        private boolean verifies(String text, byte[] signed) {
            if (signed.length != 68 || !Arrays.equals(hash, Arrays.copyOf(signed, 4))) {
                return false;
            }
            try {
                Signature check = Signature.getInstance("Ed25519");
                check.initVerify(key);
                check.update(text.getBytes(StandardCharsets.UTF_8));
                return check.verify(Arrays.copyOfRange(signed, 4, 68));
            } catch (GeneralSecurityException e) {
                return false;
            }
        }
    }

    /// Reads all checkpoints of a file, one after the other.
    ///
    /// @throws AuditException if there is none, or one is not signed with the key
    static List<Note> readAll(String file, Verifier verifier) {
        List<Note> notes = new ArrayList<>();
        String[] lines = file.replace("\r\n", "\n").split("\n", -1);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.length; i++) {
            if (!lines[i].isEmpty()) {
                text.append(lines[i]).append('\n');
                continue;
            }
            if (text.isEmpty()) {
                continue;
            }
            List<String> signatures = new ArrayList<>();
            while (i + 1 < lines.length && lines[i + 1].startsWith(SIGNATURE)) {
                signatures.add(lines[++i]);
            }
            notes.add(read(text.toString(), signatures, verifier));
            text.setLength(0);
        }
        if (!text.isEmpty() || notes.isEmpty()) {
            throw new AuditException("the checkpoint is no signed note");
        }
        return notes;
    }

    private static Note read(String text, List<String> signatures, Verifier verifier) {
        boolean signed = signatures.stream()
                .map(line -> line.substring(SIGNATURE.length()).split(" ", 2))
                .filter(parts -> parts.length == 2 && parts[0].equals(verifier.name()))
                .anyMatch(parts -> verifier.verifies(text, base64(parts[1])));
        if (!signed) {
            throw new AuditException("a checkpoint is not signed with the key of " + verifier.name() + ":\n" + text);
        }
        String[] lines = text.split("\n");
        if (lines.length < 3 || !lines[0].equals(verifier.name()) || !lines[1].matches("0|[1-9]\\d{0,17}")) {
            throw new AuditException("a checkpoint does not read as one:\n" + text);
        }
        byte[] root = base64(lines[2]);
        if (root.length != Hash.LENGTH) {
            throw new AuditException("a checkpoint's root is no hash:\n" + text);
        }
        return new Note(lines[0], Long.parseLong(lines[1]), new Hash(root));
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
