package org.fediversity.migration.driver.postgresql;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.fediversity.migration.driver.StatePlace;

/// A database and how to enter it.
record Server(String host, String port, String database, String user, String password) {
    static Server of(StatePlace place) {
        return new Server(
                place.need("host"),
                place.need("port"),
                place.need("database"),
                place.need("user"),
                place.need("password"));
    }

    String location() {
        return "postgresql://" + host + ":" + port + "/" + database;
    }

    /// A connection on which values are written as text in one and the same way everywhere.
    Connection connect() throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", user);
        login.setProperty("password", password);
        login.setProperty("connectTimeout", "10");
        login.setProperty("ApplicationName", "fediversity-migration");
        login.setProperty("tcpKeepAlive", "true");
        String authority = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        Connection db = DriverManager.getConnection(
                "jdbc:postgresql://" + authority + "/" + URLEncoder.encode(database, StandardCharsets.UTF_8), login);
        try {
            run(db, """
                    set timezone to 'UTC'; set datestyle to 'ISO, YMD'; set intervalstyle to 'postgres';
                    set extra_float_digits to 3; set bytea_output to 'hex'; set lc_monetary to 'C';
                    set statement_timeout to 0; set lock_timeout to 0; set row_security to off;
                    set search_path to pg_catalog""");
            return db;
        } catch (SQLException e) {
            db.close();
            throw e;
        }
    }

    static void run(Connection db, String sql) throws SQLException {
        try (Statement statement = db.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    /// First column of every row.
    static List<String> texts(Connection db, String query) throws SQLException {
        List<String> found = new ArrayList<>();
        for (List<String> row : rows(db, query)) {
            found.add(row.getFirst());
        }
        return found;
    }

    /// Every row as text; null reads as empty.
    static List<List<String>> rows(Connection db, String query) throws SQLException {
        List<List<String>> found = new ArrayList<>();
        try (Statement statement = db.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<String> row = new ArrayList<>(columns);
                for (int i = 1; i <= columns; i++) {
                    String value = rows.getString(i);
                    row.add(value == null ? "" : value);
                }
                found.add(row);
            }
        }
        return found;
    }

    static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    static String literal(String text) {
        return text.contains("\\")
                ? "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
                : "'" + text.replace("'", "''") + "'";
    }

    @Override
    public String toString() {
        return location();
    }
}
