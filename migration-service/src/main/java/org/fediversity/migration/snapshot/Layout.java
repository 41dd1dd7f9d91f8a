package org.fediversity.migration.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import org.fediversity.migration.snapshot.Oci.Descriptor;

/// The files of an image layout in a directory. Names come from digests only, never from content.
final class Layout {
    private final Path root;

    Layout(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    Path blob(Digest digest) {
        return root.resolve("blobs").resolve("sha256").resolve(digest.hex());
    }

    void prepare() throws IOException {
        Files.createDirectories(root.resolve("blobs").resolve("sha256"));
    }

    /// A file for a blob whose digest is not known yet.
    Path unfinished() throws IOException {
        return Files.createTempFile(root, ".unfinished-", "");
    }

    void adopt(Path unfinished, Digest digest) throws IOException {
        Files.move(unfinished, blob(digest), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    Descriptor write(String mediaType, byte[] content) throws IOException {
        Descriptor descriptor = Descriptor.of(mediaType, content);
        Path file = unfinished();
        Files.write(file, content);
        adopt(file, new Digest(descriptor.digest()));
        return descriptor;
    }

    /// Written last: a layout without an index is not a snapshot.
    void publish(byte[] index) throws IOException {
        Files.write(root.resolve("oci-layout"), Oci.LAYOUT_CONTENT);
        Path file = unfinished();
        Files.write(file, index);
        Files.move(
                file, root.resolve("index.json"), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    byte[] document(String name, int limit) throws IOException {
        Path file = root.resolve(name);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new SnapshotRefused(name + " is missing");
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] content = in.readNBytes(limit + 1);
            if (content.length > limit) {
                throw new SnapshotRefused(name + " is larger than " + limit + " bytes");
            }
            return content;
        }
    }

    /// A small blob, compared with its descriptor.
    byte[] read(Descriptor descriptor, String what, int limit) throws IOException {
        Path file = present(descriptor, what, limit);
        byte[] content = Files.readAllBytes(file);
        if (content.length != descriptor.size() || !Digest.of(content).text().equals(descriptor.digest())) {
            throw new SnapshotRefused(what + " does not match its digest");
        }
        return content;
    }

    /// Reads a blob through and compares it with its descriptor.
    void check(Descriptor descriptor, String what, long limit) throws IOException {
        Path file = present(descriptor, what, limit);
        MessageDigest digest = Digest.sha256();
        long size = 0;
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                size += n;
            }
        }
        if (size != descriptor.size() || !Digest.finish(digest).text().equals(descriptor.digest())) {
            throw new SnapshotRefused(what + " does not match its digest");
        }
    }

    private Path present(Descriptor descriptor, String what, long limit) throws IOException {
        if (!Digest.isOne(descriptor.digest())) {
            throw new SnapshotRefused(what + " has no proper digest");
        }
        if (descriptor.size() < 0 || descriptor.size() > limit) {
            throw new SnapshotRefused(what + " is larger than " + limit + " bytes");
        }
        Path file = blob(new Digest(descriptor.digest()));
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new SnapshotRefused(what + " is missing");
        }
        if (Files.size(file) != descriptor.size()) {
            throw new SnapshotRefused(what + " has another size than its descriptor says");
        }
        return file;
    }
}
