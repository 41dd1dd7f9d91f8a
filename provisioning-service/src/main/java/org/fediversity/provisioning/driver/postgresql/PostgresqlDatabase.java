package org.fediversity.provisioning.driver.postgresql;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.fediversity.expressions.Kind;
import org.fediversity.provisioning.domain.Offer;
import org.fediversity.provisioning.driver.DatabaseDriver;
import org.fediversity.provisioning.driver.Endpoint;
import org.fediversity.provisioning.driver.Order;
import org.fediversity.provisioning.driver.Outcome;
import org.fediversity.provisioning.driver.Secret;
import org.postgresql.util.PasswordUtil;

/// A role and a database of the same name per resource, on any server that can be reached over JDBC, through a role
/// that may create both.
///
/// `at`: `host`, `port` (5432), `user`, `password`, `database` to enter first (postgres). `with`: `connectionLimit`.
/// What was made here is told by the role's comment, which is made in one transaction with it; a database is ours if
/// such a role owns it. Passwords reach the server as SCRAM-SHA-256 verifiers only, so that no log of its shows one.
public final class PostgresqlDatabase implements DatabaseDriver {
    private static final SecureRandom RANDOM = new SecureRandom();

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public Map<String, Kind> additions() {
        return Map.of("connectionLimit", Kind.INTEGER);
    }

    @Override
    public Outcome ensure(Order order) {
        String name = order.identifier('_');
        Secret password = order.memory().remember("password", PostgresqlDatabase::password);
        try (Connection admin = connect(order.endpoint(), entrance(order.endpoint()))) {
            Outcome checked = checkVersion(admin, order);
            if (!(checked instanceof Outcome.Ready)) {
                return checked;
            }
            lock(admin, name);
            if (!makeRole(admin, name, password, order) || !makeDatabase(admin, name, order)) {
                return new Outcome.Refused("'" + name + "' exists at the server, and was not made here");
            }
        } catch (SQLException e) {
            return failure(e, order.endpoint());
        }
        try (Connection inside = connect(order.endpoint(), name)) {
            Outcome extended = makeExtensions(inside, order);
            return extended instanceof Outcome.Ready ? result(order, name, password) : extended;
        } catch (SQLException e) {
            return failure(e, order.endpoint());
        }
    }

    @Override
    public Outcome release(Order order) {
        String name = order.identifier('_');
        try (Connection admin = connect(order.endpoint(), entrance(order.endpoint()))) {
            lock(admin, name);
            if (!oursIs(admin, name, order)) {
                return Outcome.Ready.DONE;
            }
            if (!foreignDatabase(admin, name)) {
                run(admin, "drop database if exists " + quoted(name) + " with (force)");
            }
            run(admin, "drop role " + quoted(name));
            return Outcome.Ready.DONE;
        } catch (SQLException e) {
            return failure(e, order.endpoint());
        }
    }

    @Override
    public Outcome probe(Offer offer, Endpoint endpoint) {
        try (Connection admin = connect(endpoint, entrance(endpoint))) {
            String may = "select 1 from pg_roles where rolname = current_user"
                    + " and (rolsuper or (rolcreaterole and rolcreatedb))";
            return answers(admin, may)
                    ? Outcome.Ready.DONE
                    : new Outcome.Refused("the user may not create roles and databases");
        } catch (SQLException e) {
            return failure(e, endpoint);
        }
    }

    private static Outcome checkVersion(Connection admin, Order order) throws SQLException {
        int major = admin.getMetaData().getDatabaseMajorVersion();
        int least = order.number(order.request(), "majorAtLeast").orElse(0);
        return major >= least
                ? Outcome.Ready.DONE
                : new Outcome.Refused("the server is PostgreSQL " + major + ", at least " + least + " is required");
    }

    /// Two attempts at the same resource wait for each other; the lock goes with the connection.
    private static void lock(Connection admin, String name) throws SQLException {
        answers(admin, "select pg_advisory_lock(hashtextextended(?, 0))", name);
    }

    private static boolean makeRole(Connection admin, String name, Secret password, Order order) throws SQLException {
        String verifier = PasswordUtil.encodePassword(name, password.text().toCharArray(), "scram-sha-256");
        String options = quoted(name) + " with login nosuperuser nocreatedb nocreaterole noreplication password "
                + literal(verifier);
        if (answers(admin, "select 1 from pg_roles where rolname = ?", name)) {
            if (!oursIs(admin, name, order)) {
                return false;
            }
            run(admin, "alter role " + options);
            return true;
        }
        admin.setAutoCommit(false);
        try {
            run(admin, "create role " + options);
            run(admin, "comment on role " + quoted(name) + " is " + literal(mark(order)));
            if (!answers(admin, "select 1 from pg_roles where rolname = current_user and rolsuper")) {
                run(admin, "grant " + quoted(name) + " to current_user");
            }
            admin.commit();
        } catch (SQLException e) {
            admin.rollback();
            throw e;
        } finally {
            admin.setAutoCommit(true);
        }
        return true;
    }

    private static boolean makeDatabase(Connection admin, String name, Order order) throws SQLException {
        if (!answers(admin, "select 1 from pg_database where datname = ?", name)) {
            run(
                    admin,
                    "create database " + quoted(name) + " owner " + quoted(name)
                            + " template template0 encoding 'UTF8'");
        } else if (foreignDatabase(admin, name)) {
            return false;
        }
        int limit = order.number(order.with(), "connectionLimit").orElse(-1);
        run(admin, "alter database " + quoted(name) + " connection limit " + limit);
        run(admin, "revoke all on database " + quoted(name) + " from public");
        return true;
    }

    private static Outcome makeExtensions(Connection inside, Order order) throws SQLException {
        List<?> wanted = order.request().get("extensions") instanceof List<?> list ? list : List.of();
        for (Object extension : wanted) {
            String known = "select 1 from pg_available_extensions where name = ?";
            if (!answers(inside, known, extension.toString())) {
                return new Outcome.Refused("the server has no extension '" + extension + "'");
            }
            run(inside, "create extension if not exists " + quoted(extension.toString()) + " cascade");
        }
        return Outcome.Ready.DONE;
    }

    private static Outcome result(Order order, String name, Secret password) {
        String host = order.endpoint().text("host").orElse("localhost");
        int port = order.endpoint().number("port", 5432);
        String authority = host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
        String encoded = URLEncoder.encode(password.text(), StandardCharsets.UTF_8);
        return new Outcome.Ready(
                Map.of("host", host, "port", port, "database", name, "user", name),
                Map.of(
                        "password", password,
                        "url", new Secret("postgresql://" + name + ":" + encoded + "@" + authority + "/" + name),
                        "jdbcUrl",
                                new Secret("jdbc:postgresql://" + authority + "/" + name + "?user=" + name
                                        + "&password=" + encoded)));
    }

    private static boolean oursIs(Connection admin, String name, Order order) throws SQLException {
        String marked = "select 1 from pg_roles where rolname = ? and shobj_description(oid, 'pg_authid') = ?";
        return answers(admin, marked, name, mark(order));
    }

    /// Whether a database of the name exists that the role of the name does not own.
    private static boolean foreignDatabase(Connection admin, String name) throws SQLException {
        String foreign = "select 1 from pg_database d join pg_roles r on r.oid = d.datdba"
                + " where d.datname = ? and r.rolname <> ?";
        return answers(admin, foreign, name, name);
    }

    private static String mark(Order order) {
        return "fediversity " + order.key();
    }

    private static String entrance(Endpoint endpoint) {
        return endpoint.text("database").orElse("postgres");
    }

    private static Connection connect(Endpoint endpoint, String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", endpoint.text("user").orElse("postgres"));
        endpoint.secret("password").ifPresent(password -> properties.setProperty("password", password.text()));
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "10");
        properties.setProperty("socketTimeout", "60");
        properties.setProperty("ApplicationName", "fediversity-provisioning");
        String host = endpoint.text("host").orElse("localhost");
        String authority = (host.contains(":") ? "[" + host + "]" : host) + ":" + endpoint.number("port", 5432);
        return DriverManager.getConnection(
                "jdbc:postgresql://" + authority + "/" + URLEncoder.encode(database, StandardCharsets.UTF_8),
                properties);
    }

    /// Classes of SQLSTATE: 08 connection, 53 out of resources, 57 operator intervention, 40 rolled back, 55 in use.
    private static Outcome failure(SQLException e, Endpoint endpoint) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String where = endpoint.text("host").orElse("localhost") + ":" + endpoint.number("port", 5432);
        if (state.startsWith("28")) {
            return new Outcome.Refused("PostgreSQL at " + where + " does not let the user in");
        }
        boolean passing = List.of("08", "53", "57", "40", "55").stream().anyMatch(state::startsWith);
        if (passing || state.isEmpty()) {
            return new Outcome.Unreachable("PostgreSQL at " + where + " does not answer (SQLSTATE " + state + ")");
        }
        return new Outcome.Refused("PostgreSQL at " + where + " refuses (SQLSTATE " + state + ")");
    }

    private static boolean answers(Connection connection, String query, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Secret password() {
        byte[] random = new byte[24];
        RANDOM.nextBytes(random);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
