package org.fediversity.provisioning.driver.directory;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import org.fediversity.provisioning.domain.Offer;
import org.fediversity.provisioning.driver.Endpoint;
import org.fediversity.provisioning.driver.Order;
import org.fediversity.provisioning.driver.Outcome;
import org.fediversity.provisioning.driver.VolumeDriver;
import org.jspecify.annotations.Nullable;

/// A directory per volume, `<root>/<identifier>/data`, beside a file `owner` that tells whose it is.
public final class DirectoryVolume implements VolumeDriver {
    private final Path root;

    /// @param root where volumes lie unless the offer says `at: {path: …}`
    public DirectoryVolume(Path root) {
        this.root = root.toAbsolutePath();
    }

    @Override
    public String name() {
        return "directory";
    }

    @Override
    public Outcome ensure(Order order) {
        Path volume = volume(order);
        try {
            if (Files.exists(volume) && !ours(volume, order)) {
                return new Outcome.Refused("the directory of this volume exists, and was not made here");
            }
            Files.createDirectories(volume);
            Files.writeString(volume.resolve("owner"), order.key());
            Path data = Files.createDirectories(volume.resolve("data"));
            return new Outcome.Ready(Map.of("path", data.toString()));
        } catch (IOException e) {
            return new Outcome.Unreachable("the directory of this volume cannot be made: " + e.getMessage());
        }
    }

    @Override
    public Outcome release(Order order) {
        Path volume = volume(order);
        try {
            if (!Files.exists(volume) || !ours(volume, order)) {
                return Outcome.Ready.DONE;
            }
            delete(volume.resolve("data"));
            delete(volume);
            return Outcome.Ready.DONE;
        } catch (IOException e) {
            return new Outcome.Unreachable("the directory of this volume cannot be deleted: " + e.getMessage());
        }
    }

    @Override
    public Outcome probe(Offer offer, Endpoint endpoint) {
        Path place = endpoint.text("path").map(Path::of).orElse(root);
        try {
            Files.createDirectories(place);
            return Files.isWritable(place)
                    ? Outcome.Ready.DONE
                    : new Outcome.Refused("the directory " + place + " cannot be written");
        } catch (IOException e) {
            return new Outcome.Refused("the directory " + place + " cannot be made");
        }
    }

    private Path volume(Order order) {
        return order.endpoint()
                .text("path")
                .map(path -> Path.of(path).toAbsolutePath())
                .orElse(root)
                .resolve(order.identifier('-'));
    }

    /// An empty directory is ours too: we may have crashed before saying so.
    private static boolean ours(Path volume, Order order) throws IOException {
        Path owner = volume.resolve("owner");
        if (Files.isRegularFile(owner)) {
            String key = Files.readString(owner);
            return key.isEmpty() || key.equals(order.key());
        }
        try (var entries = Files.list(volume)) {
            return entries.findAny().isEmpty();
        }
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
