package org.fediversity.deployment.driver;

import java.util.List;

/// A database of an application, to be asked one thing. Nothing is changed by a question.
public interface Database {
    sealed interface Answer {
        /// The first value of the first row, as text; empty if there is none.
        record Said(String value) implements Answer {
            /// What an application keeps is nobody's business.
            @Override
            public String toString() {
                return "Said[…]";
            }
        }

        record Refused(String reason) implements Answer {}
    }

    /// @param url  JDBC, credentials included
    /// @param sql  a query with `$1`, `$2`, … for its arguments
    /// @param args what they stand for
    Answer ask(String url, String sql, List<Object> args);
}
