package org.fediversity.config.view;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.fediversity.contracts.ConfigEvent.DomainClaimed;
import org.fediversity.contracts.ConfigEvent.DomainVerified;
import org.fediversity.runtime.Recorded;
import org.fediversity.runtime.View;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/// Who claims which domain, and who has proven it.
@ApplicationScoped
public class Domains implements View {
    /// One operator's claim.
    public record Domain(String name, String operator, String challenge, boolean verified, String claimedAt) {}

    private static final RowMapper<Domain> ROW = (row, context) -> new Domain(
            row.getString("name"),
            row.getString("operator"),
            row.getString("challenge"),
            row.getBoolean("verified"),
            row.getTimestamp("claimed_at").toInstant().toString());

    private final Jdbi jdbi;

    Domains(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void on(Recorded<?> recorded, Handle db) {
        switch (recorded.event()) {
            case DomainClaimed(var domain, var operator, var challenge) ->
                db.execute(
                        "insert into domain_claim (name, operator, challenge, claimed_at) values (?, ?, ?, ?)"
                                + " on conflict (name, operator) do update set challenge = excluded.challenge",
                        domain,
                        operator,
                        challenge,
                        recorded.meta().time().atOffset(java.time.ZoneOffset.UTC));
            case DomainVerified(var domain, var operator) ->
                db.execute("update domain_claim set verified = true where name = ? and operator = ?", domain, operator);
            default -> {
                // others keep other views
            }
        }
    }

    /// An operator's domains by name, those after a name first left out.
    public List<Domain> of(String operator, String after, int limit) {
        return jdbi.withHandle(db -> db.createQuery(
                        "select * from domain_claim where operator = :operator and name > :after order by name limit :limit")
                .bind("operator", operator)
                .bind("after", after)
                .bind("limit", limit)
                .map(ROW)
                .list());
    }

    public Optional<Domain> claim(String operator, String name) {
        return jdbi.withHandle(db -> db.createQuery("select * from domain_claim where operator = ? and name = ?")
                .bind(0, operator)
                .bind(1, name)
                .map(ROW)
                .findOne());
    }

    /// Whoever has proven the domain.
    public Optional<Domain> proven(String name) {
        return jdbi.withHandle(db -> db.createQuery("select * from domain_claim where name = ? and verified")
                .bind(0, name)
                .map(ROW)
                .findOne());
    }
}
