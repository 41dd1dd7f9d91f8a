package org.fediversity.provisioning.driver.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.fediversity.provisioning.domain.AllocationId;
import org.fediversity.provisioning.domain.Amounts;
import org.fediversity.provisioning.domain.Offer;
import org.fediversity.provisioning.driver.DatabaseDriverContract;
import org.fediversity.provisioning.driver.Driver;
import org.fediversity.provisioning.driver.Endpoint;
import org.fediversity.provisioning.driver.Order;
import org.fediversity.provisioning.driver.Orders;
import org.fediversity.provisioning.driver.Outcome;
import org.fediversity.provisioning.driver.Secret;
import org.fediversity.testing.Servers;
import org.junit.jupiter.api.Test;

class PostgresqlDatabaseTest extends DatabaseDriverContract {
    private static final Servers.Database SERVER = Servers.postgres();

    private static Endpoint as(String user, String password) {
        return new Endpoint(
                Map.of("host", SERVER.host(), "port", SERVER.port(), "user", user),
                Map.of("password", new Secret(password)));
    }

    @Override
    protected Driver driver() {
        return new PostgresqlDatabase();
    }

    @Override
    protected Endpoint endpoint() {
        return as(SERVER.user(), SERVER.password());
    }

    private static Connection admin() throws SQLException {
        return DriverManager.getConnection(SERVER.url(), SERVER.user(), SERVER.password());
    }

    private static Outcome probe(Endpoint endpoint) {
        Offer offer = new Offer("pg", "postgresql", "postgresql", endpoint.at(), Amounts.NONE, false);
        return new PostgresqlDatabase().probe(offer, endpoint);
    }

    @Test
    void a_role_that_somebody_else_made_is_neither_adopted_nor_dropped() throws SQLException {
        Order order = order(Map.of());
        try (Connection admin = admin()) {
            run(admin, "create role \"" + order.identifier('_') + "\"");
            assertThat(driver().ensure(order)).isInstanceOf(Outcome.Refused.class);
            assertThat(driver().release(order)).isInstanceOf(Outcome.Ready.class);
            run(admin, "drop role \"" + order.identifier('_') + "\"");
        }
    }

    @Test
    void a_database_that_somebody_else_made_is_neither_adopted_nor_dropped() throws SQLException {
        Order order = order(Map.of());
        try (Connection admin = admin()) {
            run(admin, "create database \"" + order.identifier('_') + "\"");
            assertThat(driver().ensure(order)).isInstanceOf(Outcome.Refused.class);
            assertThat(driver().release(order)).isInstanceOf(Outcome.Ready.class);
            run(admin, "drop database \"" + order.identifier('_') + "\"");
        }
    }

    @Test
    void what_a_crash_left_half_made_is_completed() throws SQLException {
        Order order = order(Map.of());
        Outcome.Ready whole = ready(driver().ensure(order));
        try (Connection admin = admin()) {
            run(admin, "drop database \"" + order.identifier('_') + "\"");
        }
        assertThat(driver().ensure(order)).isEqualTo(whole);
        enter(whole).close();
        ready(driver().release(order));
    }

    @Test
    void the_policy_limits_connections() throws SQLException {
        Order order = Orders.of(
                "postgresql",
                endpoint(),
                new AllocationId(deployment, "alpha"),
                Map.of(),
                Map.of("connectionLimit", 1),
                Map.of());
        Outcome.Ready ready = ready(driver().ensure(order));
        try (Connection first = enter(ready)) {
            assertThat(first.isValid(1)).isTrue();
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> enter(ready))
                    .hasMessageContaining("too many connections");
        }
        ready(driver().release(order));
    }

    @Test
    void an_administrator_without_superuser_will_do() throws SQLException {
        String user = "admin_" + deployment.substring(0, 8);
        try (Connection admin = admin()) {
            run(admin, "create role " + user + " login createdb createrole password 'secret'");
            Order order = Orders.of("postgresql", as(user, "secret"), deployment, Map.of());
            Outcome.Ready ready = ready(driver().ensure(order));
            try (Connection connection = enter(ready)) {
                run(connection, "create table note (text text)");
            }
            ready(driver().release(order));
            run(admin, "drop role " + user);
        }
    }

    @Test
    void a_probe_tells_what_is_wrong() throws SQLException {
        assertThat(probe(as(SERVER.user(), "wrong"))).isInstanceOf(Outcome.Refused.class);
        assertThat(probe(new Endpoint(Map.of("host", "localhost", "port", 1, "user", "x"), Map.of())))
                .isInstanceOf(Outcome.Unreachable.class);
        String user = "mere_" + deployment.substring(0, 8);
        try (Connection admin = admin()) {
            run(admin, "create role " + user + " login password 'secret'");
            assertThat(probe(as(user, "secret"))).isInstanceOf(Outcome.Refused.class);
            run(admin, "drop role " + user);
        }
    }

    @Test
    void a_server_that_is_away_is_unreachable() {
        Endpoint nowhere = new Endpoint(Map.of("host", "localhost", "port", 1, "user", "x"), Map.of());
        assertThat(driver().ensure(Orders.of("postgresql", nowhere, deployment, Map.of())))
                .isInstanceOf(Outcome.Unreachable.class);
    }
}
