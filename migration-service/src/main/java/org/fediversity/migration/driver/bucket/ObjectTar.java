package org.fediversity.migration.driver.bucket;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Objects as a tar: entries are numbered, because a key may be anything and a file name may not; key, headers and
/// metadata stand in pax headers. A last entry says how many there were.
final class ObjectTar {
    static final String FORMAT = "bucket.tar.v1";
    private static final String OURS = "FEDIVERSITY.";
    private static final String KEY = OURS + "key";
    private static final String COUNT = OURS + "count";
    private static final String HEADER = OURS + "header.";
    private static final String METADATA = OURS + "metadata.";

    private ObjectTar() {}

    interface Sink {
        void object(StoredObject object, InputStream content) throws IOException;
    }

    static final class Writer implements AutoCloseable {
        private final TarArchiveOutputStream tar;
        private long count;

        Writer(OutputStream out) {
            tar = new TarArchiveOutputStream(out, "UTF-8");
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        }

        OutputStream next(StoredObject object) throws IOException {
            TarArchiveEntry entry = new TarArchiveEntry("objects/" + ++count);
            entry.setSize(object.size());
            entry.addPaxHeader(KEY, object.key());
            object.headers().forEach((name, value) -> entry.addPaxHeader(HEADER + name, value));
            object.metadata().forEach((name, value) -> entry.addPaxHeader(METADATA + name, value));
            tar.putArchiveEntry(entry);
            return tar;
        }

        void close(StoredObject object) throws IOException {
            tar.closeArchiveEntry();
        }

        /// Ends the archive; the stream below stays open.
        @Override
        public void close() throws IOException {
            TarArchiveEntry end = new TarArchiveEntry("end");
            end.addPaxHeader(COUNT, Long.toString(count));
            tar.putArchiveEntry(end);
            tar.closeArchiveEntry();
            tar.finish();
        }
    }

    static void read(InputStream in, Sink sink) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(in, "UTF-8");
        long count = 0;
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            if (entry.getName().equals("end")) {
                if (!Long.toString(count).equals(entry.getExtraPaxHeader(COUNT))) {
                    throw new IOException("there are not as many objects as there should be");
                }
                drain(tar, in);
                return;
            }
            sink.object(object(entry), tar);
            count++;
        }
        throw new IOException("the objects end too early");
    }

    /// Whoever made the stream compares it as it passes, and wants it read to its end.
    private static void drain(TarArchiveInputStream tar, InputStream in) throws IOException {
        if (tar.getNextEntry() != null) {
            throw new IOException("something follows the end");
        }
        in.transferTo(OutputStream.nullOutputStream());
    }

    private static StoredObject object(TarArchiveEntry entry) throws IOException {
        String key = entry.getExtraPaxHeader(KEY);
        if (key == null || key.isEmpty()) {
            throw new IOException("there is an object without a key");
        }
        return new StoredObject(key, entry.getSize(), starting(entry, HEADER), starting(entry, METADATA));
    }

    private static Map<String, String> starting(TarArchiveEntry entry, String prefix) {
        Map<String, String> found = new HashMap<>();
        entry.getExtraPaxHeaders().forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), value);
            }
        });
        return found;
    }
}
