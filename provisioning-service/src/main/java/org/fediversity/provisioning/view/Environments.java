package org.fediversity.provisioning.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fediversity.provisioning.domain.Definition;
import org.fediversity.runtime.Json;
import org.jdbi.v3.core.Jdbi;

/// Environments, as declared.
@ApplicationScoped
public class Environments {
    private static final TypeReference<Map<String, Object>> DOCUMENT = new TypeReference<>() {};
    private final Jdbi jdbi;

    Environments(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// An environment as it was declared last.
    ///
    /// @param document as written, secrets as references only
    public record Declared(
            String name, String title, String provider, int revision, Instant changedAt, Map<String, Object> document) {
        public Definition definition() {
            return Definition.read(document);
        }
    }

    public Optional<Declared> named(String name) {
        return jdbi.withHandle(db -> db.createQuery("select * from environment where name = :name")
                .bind("name", name)
                .map((row, _) -> read(row))
                .findOne());
    }

    /// By name, from the one after `after` on.
    public List<Declared> page(String after, int limit) {
        return jdbi.withHandle(
                db -> db.createQuery("select * from environment where name > :after order by name limit :limit")
                        .bind("after", after)
                        .bind("limit", limit)
                        .map((row, _) -> read(row))
                        .list());
    }

    /// Names of the environments that a provider declared, and of those that came with the set-up.
    public Set<String> providedBy(String subject) {
        return jdbi.withHandle(
                db -> db.createQuery("select name from environment where provider in (:subject, 'set-up')")
                        .bind("subject", subject)
                        .mapTo(String.class)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private static Declared read(ResultSet row) throws SQLException {
        try {
            return new Declared(
                    row.getString("name"),
                    row.getString("title"),
                    row.getString("provider"),
                    row.getInt("revision"),
                    row.getTimestamp("changed_at").toInstant(),
                    Json.MAPPER.readValue(row.getString("definition"), DOCUMENT));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an environment in the view cannot be read", e);
        }
    }
}
