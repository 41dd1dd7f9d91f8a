package org.fediversity.gateway.driver;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fediversity.gateway.domain.Hash;
import org.fediversity.gateway.domain.LedgerCopy;

/// The copy in a directory: `leaves` has 32 bytes for each entry, `checkpoint` the newest signed note, `checkpoints`
/// one of each minute in which something happened.
@ApplicationScoped
class FileLedgerCopy implements LedgerCopy {
    private static final int HASH_BYTES = 32;
    private static final Duration BETWEEN_CHECKPOINTS = Duration.ofMinutes(1);

    private final Path directory;
    private Instant lastKept = Instant.MIN;

    FileLedgerCopy(
            @ConfigProperty(name = "fediversity.ledger.directory") Optional<Path> chosen,
            @ConfigProperty(name = "fediversity.data") Path data) {
        directory = chosen.orElseGet(() -> data.resolve("ledger"));
    }

    @Override
    public synchronized void leaves(Consumer<Hash> reader) {
        Path file = directory.resolve("leaves");
        try {
            Files.createDirectories(directory);
            if (!Files.exists(file)) {
                return;
            }
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
                for (byte[] hash = in.readNBytes(HASH_BYTES);
                        hash.length == HASH_BYTES;
                        hash = in.readNBytes(HASH_BYTES)) {
                    reader.accept(new Hash(hash));
                }
            }
            // What a crash left half-written is written again.
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(channel.size() / HASH_BYTES * HASH_BYTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void append(List<Hash> leaves, String note) {
        ByteBuffer bytes = ByteBuffer.allocate(leaves.size() * HASH_BYTES);
        leaves.forEach(leaf -> bytes.put(leaf.bytes()));
        try {
            Files.createDirectories(directory);
            Path fresh = directory.resolve("checkpoint.new");
            write(fresh, bytesOf(note), StandardOpenOption.TRUNCATE_EXISTING);
            if (lastKept.plus(BETWEEN_CHECKPOINTS).isBefore(Instant.now())) {
                write(directory.resolve("checkpoints"), bytesOf(note + "\n"), StandardOpenOption.APPEND);
                lastKept = Instant.now();
            }
            write(directory.resolve("leaves"), bytes.flip(), StandardOpenOption.APPEND);
            Files.move(fresh, directory.resolve("checkpoint"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteBuffer bytesOf(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(Path file, ByteBuffer bytes, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        }
    }
}
