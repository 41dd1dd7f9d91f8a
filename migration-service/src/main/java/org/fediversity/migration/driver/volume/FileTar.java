package org.fediversity.migration.driver.volume;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// A directory as a tar. Every name is checked before it is used: none is absolute, none climbs, none goes through a
/// link. A last entry says how many there were.
final class FileTar {
    static final String FORMAT = "volume.tar.v1";
    private static final String FILES = "files/";
    private static final String COUNT = "FEDIVERSITY.count";

    private FileTar() {}

    static final class Writer implements AutoCloseable {
        private final TarArchiveOutputStream tar;
        private long count;

        Writer(OutputStream out) {
            tar = new TarArchiveOutputStream(out, "UTF-8");
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
        }

        OutputStream next(Item item) throws IOException {
            byte kind = item.isFile()
                    ? TarConstants.LF_NORMAL
                    : item.isLink() ? TarConstants.LF_SYMLINK : TarConstants.LF_DIR;
            TarArchiveEntry entry =
                    new TarArchiveEntry(FILES + item.name() + (kind == TarConstants.LF_DIR ? "/" : ""), kind);
            entry.setMode(item.mode());
            if (item.isLink()) {
                entry.setLinkName(item.leadsTo());
            } else {
                entry.setModTime(Files.getLastModifiedTime(item.file(), LinkOption.NOFOLLOW_LINKS));
            }
            if (item.isFile()) {
                entry.setSize(Files.size(item.file()));
            }
            tar.putArchiveEntry(entry);
            count++;
            return tar;
        }

        void end() throws IOException {
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

    static void empty(Path directory) throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            List<Path> all = walk.skip(1).sorted(Comparator.reverseOrder()).toList();
            for (Path one : all) {
                Files.delete(one);
            }
        }
    }

    static void read(InputStream in, Path directory) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(in, "UTF-8");
        Deque<TarArchiveEntry> directories = new ArrayDeque<>();
        long count = 0;
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            if (entry.getName().equals("end")) {
                if (!Long.toString(count).equals(entry.getExtraPaxHeader(COUNT)) || tar.getNextEntry() != null) {
                    throw new Unfit("there are not as many files as there should be");
                }
                in.transferTo(OutputStream.nullOutputStream());
                finish(directories, directory);
                return;
            }
            write(entry, tar, directory);
            if (entry.isDirectory()) {
                directories.push(entry);
            }
            count++;
        }
        throw new Unfit("the files end too early");
    }

    private static void write(TarArchiveEntry entry, InputStream content, Path directory) throws IOException {
        Path file = inside(entry, directory);
        if (entry.isDirectory()) {
            Files.createDirectory(file);
        } else if (entry.isSymbolicLink()) {
            Item.checkLink(directory, file, entry.getLinkName());
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else if (entry.getLinkFlag() == TarConstants.LF_NORMAL) {
            try (OutputStream out =
                    Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS)) {
                content.transferTo(out);
            }
            if (Files.size(file) != entry.getSize()) {
                throw new Unfit("a file ends too early");
            }
            Files.setPosixFilePermissions(file, Item.permissions(entry.getMode()));
            Files.setLastModifiedTime(
                    file, FileTime.from(entry.getLastModifiedTime().toInstant()));
        } else {
            throw new Unfit("it holds something that is neither file nor directory nor link");
        }
    }

    /// A directory without permission to write could not be filled; and filling changes its time.
    private static void finish(Deque<TarArchiveEntry> directories, Path directory) throws IOException {
        for (TarArchiveEntry entry : directories) {
            Path file = inside(entry, directory);
            Files.setLastModifiedTime(
                    file, FileTime.from(entry.getLastModifiedTime().toInstant()));
            Files.setPosixFilePermissions(file, Item.permissions(entry.getMode()));
        }
    }

    private static Path inside(TarArchiveEntry entry, Path directory) throws IOException {
        String name = entry.getName();
        if (!name.startsWith(FILES) || name.length() == FILES.length()) {
            throw new Unfit("it holds a name that is not allowed");
        }
        try {
            Path relative = Path.of(name.substring(FILES.length()));
            Path file = directory.resolve(relative);
            boolean climbs = relative.isAbsolute() || !relative.normalize().equals(relative);
            if (climbs || !file.startsWith(directory) || file.equals(directory)) {
                throw new Unfit("it holds a name that leads out of it");
            }
            for (Path up = file.getParent(); up != null && !up.equals(directory); up = up.getParent()) {
                if (Files.isSymbolicLink(up)) {
                    throw new Unfit("it holds a name that goes through a link");
                }
            }
            return file;
        } catch (InvalidPathException e) {
            throw new Unfit("it holds a name that is not allowed");
        }
    }
}
