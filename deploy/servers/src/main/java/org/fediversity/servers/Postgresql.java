package org.fediversity.servers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.postgresql.Driver;

/// PostgreSQL, listening on loopback, super-user `postgres`.
public final class Postgresql {
    public static final String USER = "postgres";

    private Postgresql() {}

    /// Prepares a cluster where there is none and says how to run it.
    ///
    /// @param home     unpacked binaries, see [#install(Path)]
    /// @param data     directory of the cluster
    /// @param settings as in postgresql.conf
    public static Program program(
            Path home, Path data, Path files, int port, String password, Map<String, String> settings) {
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            initialise(home, data, password);
        }
        List<String> command = new ArrayList<>(unprivileged());
        command.addAll(List.of(home.resolve("bin/postgres").toString(), "-D", data.toString(), "-p", "" + port));
        command.addAll(List.of("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="));
        settings.forEach((key, value) -> command.addAll(List.of("-c", key + "=" + value)));
        return new Program("postgresql", command, Map.of(), data, files, "INT", () -> serves(port, password));
    }

    /// JDBC URL of a database on this machine.
    public static String url(int port, String database) {
        return "jdbc:postgresql://localhost:" + port + "/" + database;
    }

    /// Makes a database and the role of the same name that owns it, unless they are there.
    ///
    /// @param password      of the super-user
    /// @param ownerPassword given to the owner
    public static void createDatabase(int port, String password, String database, String ownerPassword) {
        try (Connection connection = connect(port, password);
                Statement statement = connection.createStatement()) {
            if (!exists(statement, "select 1 from pg_roles where rolname = '" + database + "'")) {
                statement.execute("create role \"" + database + "\" login");
            }
            statement.execute("alter role \"" + database + "\" password '" + ownerPassword + "'");
            if (!exists(statement, "select 1 from pg_database where datname = '" + database + "'")) {
                statement.execute("create database \"" + database + "\" owner \"" + database + "\"");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create database " + database, e);
        }
    }

    private static boolean exists(Statement statement, String question) throws SQLException {
        try (ResultSet found = statement.executeQuery(question)) {
            return found.next();
        }
    }

    /// Unpacks the binaries below a directory, once; several processes may do so at the same time.
    ///
    /// @return the directory that holds `bin`
    public static Path install(Path below) {
        Path jar = Path.of(Artefacts.of("postgresql"));
        Path home = below.resolve(jar.getFileName().toString().replace(".jar", ""));
        if (Files.isDirectory(home)) {
            return home;
        }
        try {
            Files.createDirectories(below);
            Path unpacked = Files.createTempDirectory(
                    below,
                    "unpacking-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            unpack(jar, unpacked);
            try {
                Files.move(unpacked, home);
            } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException e) {
                Trees.delete(unpacked);
            }
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack " + jar, e);
        }
    }

    private static void unpack(Path jar, Path to) throws IOException {
        try (JarFile file = new JarFile(jar.toFile());
                InputStream packed = new BufferedInputStream(file.getInputStream(archive(file)));
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = to.resolve(entry.getName()).normalize();
                if (!path.startsWith(to)) {
                    throw new IOException("entry outside the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(path.getParent());
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(path.getParent());
                    Files.copy(tar, path);
                    if ((entry.getMode() & 0100) != 0) {
                        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
                    }
                }
            }
        }
    }

    private static JarEntry archive(JarFile jar) throws IOException {
        for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
            JarEntry entry = entries.nextElement();
            if (entry.getName().endsWith(".txz")) {
                return entry;
            }
        }
        throw new IOException("no binaries in " + jar.getName());
    }

    private static void initialise(Path home, Path data, String password) {
        try {
            Trees.delete(data);
            Files.createDirectories(data.getParent());
            Path secret = Files.createTempFile(data.getParent(), "initdb-", "");
            Files.writeString(secret, password);
            List<String> command = new ArrayList<>(unprivileged());
            command.addAll(List.of(home.resolve("bin/initdb").toString(), "-D", data.toString()));
            command.addAll(List.of("-U", USER, "-A", "scram-sha-256", "--pwfile", secret.toString()));
            command.addAll(List.of("-E", "UTF8", "--no-locale", "--no-sync"));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes());
            boolean ended = process.waitFor(60, TimeUnit.SECONDS);
            Files.delete(secret);
            if (!ended || process.exitValue() != 0) {
                throw new IllegalStateException("initdb failed:\n" + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot initialise PostgreSQL", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// PostgreSQL refuses to run as root; in a user namespace of its own it does not see that it is.
    private static List<String> unprivileged() {
        boolean root = "root".equals(System.getProperty("user.name"));
        return root && Files.exists(Path.of("/proc/self/ns/user")) ? List.of("unshare", "-U") : List.of();
    }

    /// Asks the driver itself: `DriverManager` does not see it from every class loader.
    private static Connection connect(int port, String password) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", USER);
        login.setProperty("password", password);
        return new Driver().connect(url(port, "postgres"), login);
    }

    private static boolean serves(int port, String password) {
        if (!Ports.open(port)) {
            return false;
        }
        try (Connection connection = connect(port, password)) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }
}
