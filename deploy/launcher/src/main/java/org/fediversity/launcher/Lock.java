package org.fediversity.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Held by the launcher that runs the set-up; the operating system lets go of it however that ends.
final class Lock {
    private static @Nullable FileLock held;

    private Lock() {}

    /// Takes it and notes the process id.
    ///
    /// @return false if another launcher has it
    static synchronized boolean take(Home home) {
        try {
            Files.createDirectories(home.run());
            FileChannel channel = FileChannel.open(file(home), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return false;
            }
            held = lock;
            Files.writeString(pid(home), ProcessHandle.current().pid() + "\n");
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Process id of the launcher that has it.
    static OptionalLong holder(Home home) {
        try {
            if (!Files.exists(file(home)) || !isHeld(home)) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(Long.parseLong(Files.readString(pid(home)).strip()));
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static boolean isHeld(Home home) throws IOException {
        try (FileChannel channel = FileChannel.open(file(home), StandardOpenOption.WRITE)) {
            Optional<FileLock> lock = Optional.ofNullable(channel.tryLock());
            if (lock.isPresent()) {
                lock.get().release();
            }
            return lock.isEmpty();
        }
    }

    private static Path file(Home home) {
        return home.run().resolve("lock");
    }

    private static Path pid(Home home) {
        return home.run().resolve("launcher.pid");
    }
}
