package org.fediversity.config.api;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/// The one place where personal data lies: a mutable table, keyed by the opaque operator id that events use.
@ApplicationScoped
class PersonalData {
    /// What an operator tells about themselves.
    record Person(String operator, String displayName, String email, String language, Instant since) {}

    private final Jdbi jdbi;

    PersonalData(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    void keep(Person person) {
        jdbi.useHandle(db -> db.execute(
                "insert into personal_data (operator, display_name, email, language) values (?, ?, ?, ?) on conflict (operator)"
                        + " do update set display_name = excluded.display_name, email = excluded.email, language = excluded.language",
                person.operator(),
                person.displayName(),
                person.email(),
                person.language()));
    }

    Optional<Person> of(String operator) {
        return jdbi.withHandle(db -> db.createQuery("select * from personal_data where operator = ?")
                .bind(0, operator)
                .map((row, context) -> new Person(
                        row.getString("operator"),
                        row.getString("display_name"),
                        row.getString("email"),
                        row.getString("language"),
                        row.getTimestamp("since").toInstant()))
                .findOne());
    }

    void erase(String operator) {
        jdbi.useHandle(db -> db.execute("delete from personal_data where operator = ?", operator));
    }
}
