package org.fediversity.migration.driver.volume;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.TreeMap;
import org.fediversity.migration.domain.Inventory.Counted;
import org.fediversity.migration.driver.Digests;
import org.fediversity.migration.driver.Outcome;
import org.fediversity.migration.driver.Outcome.Done;
import org.fediversity.migration.driver.Outcome.Refused;
import org.fediversity.migration.driver.StateDriver;
import org.fediversity.migration.driver.StatePlace;

/// Directories: files, directories and symbolic links with their permissions. Links that lead out of the directory are
/// refused; sockets and pipes are no state and stay behind. Counted are `files` and `bytes`.
public final class VolumeState implements StateDriver {
    private interface Work<T> {
        T in(Path directory) throws IOException;
    }

    @Override
    public String type() {
        return "volume";
    }

    @Override
    public String location(StatePlace place) {
        return Path.of(place.need("path")).toAbsolutePath().normalize().toString();
    }

    @Override
    public Outcome<Boolean> present(StatePlace place) {
        return in(place, directory -> true);
    }

    @Override
    public Outcome<Counted> count(StatePlace place) {
        return in(place, directory -> {
            Sum sum = new Sum();
            for (Item item : Item.all(directory)) {
                if (item.isFile()) {
                    try (InputStream content = Files.newInputStream(item.file(), LinkOption.NOFOLLOW_LINKS)) {
                        sum.file(item, content, OutputStream.nullOutputStream());
                    }
                } else {
                    sum.other(item);
                }
            }
            return sum.counted();
        });
    }

    @Override
    public Outcome<Exported> export(StatePlace source, OutputStream out) {
        return in(source, directory -> {
            Sum sum = new Sum();
            try (FileTar.Writer tar = new FileTar.Writer(out)) {
                for (Item item : Item.all(directory)) {
                    OutputStream content = tar.next(item);
                    if (item.isFile()) {
                        try (InputStream in = Files.newInputStream(item.file(), LinkOption.NOFOLLOW_LINKS)) {
                            sum.file(item, in, content);
                        }
                    } else {
                        sum.other(item);
                    }
                    tar.end();
                }
            }
            return new Exported(FileTar.FORMAT, sum.counted());
        });
    }

    @Override
    public Outcome<Counted> replace(StatePlace target, String format, InputStream content) {
        if (!format.equals(FileTar.FORMAT)) {
            return new Refused<>("files in the format " + format + " cannot be read by this version");
        }
        Outcome<Boolean> written = in(target, directory -> {
            FileTar.empty(directory);
            FileTar.read(content, directory);
            return true;
        });
        return written instanceof Done ? count(target) : written.map(_ -> new Counted(new TreeMap<>(), ""));
    }

    /// Adds up files as they pass.
    private static final class Sum {
        private final TreeMap<String, String> lines = new TreeMap<>();
        private long files;
        private long bytes;

        void file(Item item, InputStream content, OutputStream copy) throws IOException {
            var digest = Digests.sha256();
            byte[] buffer = new byte[1 << 16];
            long size = 0;
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                digest.update(buffer, 0, n);
                copy.write(buffer, 0, n);
                size += n;
            }
            files++;
            bytes += size;
            lines.put(item.name(), "file " + item.mode() + " " + size + " " + Digests.hex(digest));
        }

        void other(Item item) {
            lines.put(item.name(), item.isLink() ? "link " + item.leadsTo() : "directory " + item.mode());
        }

        Counted counted() {
            TreeMap<String, Long> counts = new TreeMap<>();
            counts.put("files", files);
            counts.put("bytes", bytes);
            return new Counted(counts, Digests.of(lines));
        }
    }

    private <T> Outcome<T> in(StatePlace place, Work<T> work) {
        Path directory = Path.of(location(place));
        if (directory.getNameCount() < 2 || !Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return new Refused<>("the volume of " + place.resource() + " is no directory");
        }
        try {
            return new Done<>(work.in(directory));
        } catch (IOException | java.io.UncheckedIOException e) {
            return new Refused<>("the volume of " + place.resource() + ": " + reason(e));
        }
    }

    /// A file's name may be content; only our own sentences are repeated.
    private static String reason(Exception e) {
        return e instanceof Unfit
                ? String.valueOf(e.getMessage())
                : e.getClass().getSimpleName();
    }
}
