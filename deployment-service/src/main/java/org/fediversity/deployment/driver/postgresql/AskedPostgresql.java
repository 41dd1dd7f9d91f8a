package org.fediversity.deployment.driver.postgresql;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.fediversity.deployment.driver.Database;

/// Asks over a connection of its own, in a transaction that can only read.
@ApplicationScoped
class AskedPostgresql implements Database {
    private static final int PATIENCE_SECONDS = 300;

    @Override
    public Answer ask(String url, String sql, List<Object> args) {
        List<Integer> order = new ArrayList<>();
        String query = withQuestionMarks(sql, order);
        if (order.stream().anyMatch(number -> number < 1 || number > args.size())) {
            return new Answer.Refused("the query names arguments that it is not given");
        }
        Properties settings = new Properties();
        settings.setProperty("stringtype", "unspecified"); // a text may stand for a number
        settings.setProperty("connectTimeout", "10");
        settings.setProperty("socketTimeout", String.valueOf(PATIENCE_SECONDS + 30));
        try (Connection connection = DriverManager.getConnection(url, settings)) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(query)) {
                statement.setQueryTimeout(PATIENCE_SECONDS);
                for (int i = 0; i < order.size(); i++) {
                    statement.setString(i + 1, String.valueOf(args.get(order.get(i) - 1)));
                }
                try (ResultSet rows = statement.executeQuery()) {
                    return new Answer.Said(rows.next() ? Objects.requireNonNullElse(rows.getString(1), "") : "");
                }
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            return new Answer.Refused("the database refuses the query (" + e.getSQLState() + ")");
        }
    }

    /// JDBC counts question marks; what stands in quotes is left alone.
    ///
    /// @param order the number of the argument for each question mark
    static String withQuestionMarks(String sql, List<Integer> order) {
        StringBuilder query = new StringBuilder();
        boolean quoted = false;
        int at = 0;
        while (at < sql.length()) {
            char letter = sql.charAt(at);
            int digits = at + 1;
            while (letter == '$' && !quoted && digits < sql.length() && Character.isDigit(sql.charAt(digits))) {
                digits++;
            }
            quoted ^= letter == '\'';
            if (digits > at + 1 && digits - at < 5) {
                order.add(Integer.valueOf(sql.substring(at + 1, digits)));
                query.append('?');
                at = digits;
            } else {
                query.append(letter == '?' && !quoted ? "??" : letter);
                at++;
            }
        }
        return query.toString();
    }
}
