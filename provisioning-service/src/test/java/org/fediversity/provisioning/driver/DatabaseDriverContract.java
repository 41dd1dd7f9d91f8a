package org.fediversity.provisioning.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What every driver of PostgreSQL databases promises.
public abstract class DatabaseDriverContract extends DriverContract {
    protected static Connection enter(Outcome.Ready ready) throws SQLException {
        return DriverManager.getConnection(ready.secrets().get("jdbcUrl").text());
    }

    protected static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void one_can_log_in_and_make_a_table() throws SQLException {
        Order order = order(request());
        Outcome.Ready ready = ready(driver().ensure(order));
        assertThat(ready.values()).containsOnlyKeys("host", "port", "database", "user");
        assertThat(ready.secrets()).containsOnlyKeys("password", "url", "jdbcUrl");
        try (Connection connection = enter(ready)) {
            run(connection, "create table note (text text)");
        }
        ready(driver().release(order));
    }

    @Test
    void what_is_in_it_survives_being_ensured_again() throws SQLException {
        Order order = order(request());
        try (Connection connection = enter(ready(driver().ensure(order)))) {
            run(connection, "create table note (text text)");
        }
        try (Connection connection = enter(ready(driver().ensure(order)))) {
            run(connection, "select * from note");
        }
        ready(driver().release(order));
    }

    @Test
    void nobody_else_may_enter() throws SQLException {
        Order mine = orderIn("alpha");
        Order other = orderIn("beta");
        Outcome.Ready theirs = ready(driver().ensure(mine));
        Outcome.Ready ours = ready(driver().ensure(other));
        assertThat(ours.values().get("database")).isNotEqualTo(theirs.values().get("database"));
        String trespass = ours.secrets()
                .get("jdbcUrl")
                .text()
                .replace(
                        "/" + ours.values().get("database") + "?",
                        "/" + theirs.values().get("database") + "?");
        assertThatThrownBy(() -> DriverManager.getConnection(trespass)).hasMessageContaining("permission denied");
        ready(driver().release(mine));
        ready(driver().release(other));
    }

    @Test
    void a_release_leaves_nothing_even_while_somebody_is_inside() throws SQLException {
        Order order = order(request());
        Outcome.Ready ready = ready(driver().ensure(order));
        try (Connection inside = enter(ready)) {
            run(inside, "create table note (text text)");
            ready(driver().release(order));
        }
        assertThatThrownBy(() -> enter(ready)).isInstanceOf(SQLException.class);
    }

    @Test
    void extensions_are_there_or_refused() throws SQLException {
        Order wanted = order(Map.of("extensions", List.of("plpgsql")));
        ready(driver().ensure(wanted));
        ready(driver().release(wanted));
        Order unknown = order(Map.of("extensions", List.of("no such \" extension")));
        assertThat(driver().ensure(unknown)).isInstanceOf(Outcome.Refused.class);
        ready(driver().release(unknown));
    }

    @Test
    void a_version_that_is_not_there_is_refused() {
        assertThat(driver().ensure(order(Map.of("majorAtLeast", 99)))).isInstanceOf(Outcome.Refused.class);
    }
}
