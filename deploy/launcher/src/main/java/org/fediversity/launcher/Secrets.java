package org.fediversity.launcher;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.fediversity.servers.Private;

/// Passwords of this installation: made at random when first asked for, kept in a file that only its owner may read.
final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path file;
    private final Map<String, String> known = new TreeMap<>();

    Secrets(Path file) {
        this.file = file;
        if (Files.exists(file)) {
            Properties kept = new Properties();
            try {
                kept.load(new StringReader(Files.readString(file)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            kept.forEach((name, value) -> known.put(name.toString(), value.toString()));
        }
    }

    synchronized String of(String name) {
        String secret = known.get(name);
        if (secret == null) {
            byte[] random = new byte[24];
            RANDOM.nextBytes(random);
            secret = HexFormat.of().formatHex(random);
            known.put(name, secret);
            write();
        }
        return secret;
    }

    private void write() {
        try {
            Private.write(
                    file,
                    known.entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .collect(Collectors.joining("\n", "", "\n")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
