package org.fediversity.migration.driver.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A file, directory or symbolic link in a volume.
///
/// @param name    relative, with `/` between the parts
/// @param leadsTo where a link leads to; else empty
record Item(Path file, String name, boolean isFile, boolean isLink, int mode, String leadsTo) {

    /// Everything below the directory, parents first, without following links.
    static List<Item> all(Path directory) throws IOException {
        List<Item> found = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) walk.skip(1).sorted()::iterator) {
                boolean link = Files.isSymbolicLink(file);
                boolean plain = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
                if (link || plain || Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    found.add(of(directory, file, plain, link));
                }
            }
        }
        return found;
    }

    private static Item of(Path directory, Path file, boolean plain, boolean link) throws IOException {
        String name = directory.relativize(file).toString().replace('\\', '/');
        if (!link) {
            return new Item(file, name, plain, false, mode(file), "");
        }
        String leadsTo = Files.readSymbolicLink(file).toString();
        checkLink(directory, file, leadsTo);
        return new Item(file, name, false, true, 0, leadsTo);
    }

    static void checkLink(Path directory, Path file, String leadsTo) throws IOException {
        Path parent = file.getParent();
        Path target = parent == null ? Path.of(leadsTo) : parent.resolve(leadsTo);
        if (Path.of(leadsTo).isAbsolute() || !target.normalize().startsWith(directory)) {
            throw new Unfit("it holds a symbolic link that leads out of it");
        }
    }

    private static int mode(Path file) throws IOException {
        int mode = 0;
        Set<PosixFilePermission> granted = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            mode = mode << 1 | (granted.contains(permission) ? 1 : 0);
        }
        return mode;
    }

    /// The enum lists them as `rwxrwxrwx`.
    static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> granted = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values();
        for (int i = 0; i < all.length; i++) {
            if ((mode >> (all.length - 1 - i) & 1) == 1) {
                granted.add(all[i]);
            }
        }
        return granted;
    }
}
