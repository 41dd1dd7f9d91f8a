package org.fediversity.config.view;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.fediversity.contracts.ConfigEvent.DomainClaimExpired;
import org.fediversity.contracts.ConfigEvent.DomainClaimed;
import org.fediversity.contracts.ConfigEvent.DomainLapsed;
import org.fediversity.contracts.ConfigEvent.DomainProofFound;
import org.fediversity.contracts.ConfigEvent.DomainProofMissing;
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
    ///
    /// @param status       `pending`, `verified` or `lapsed`
    /// @param missingUntil of a verified one whose TXT record is gone: till when it is theirs all the same
    public record Domain(
            String name,
            String operator,
            String challenge,
            String status,
            String claimedAt,
            Optional<Instant> missingUntil) {
        public boolean verified() {
            return status.equals("verified");
        }
    }

    private static final RowMapper<Domain> ROW = (row, context) -> new Domain(
            row.getString("name"),
            row.getString("operator"),
            row.getString("challenge"),
            row.getString("status"),
            row.getTimestamp("claimed_at").toInstant().toString(),
            Optional.ofNullable(row.getTimestamp("until")).map(Timestamp::toInstant));

    private final Jdbi jdbi;

    Domains(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void on(Recorded<?> recorded, Handle db) {
        OffsetDateTime time = recorded.meta().time().atOffset(ZoneOffset.UTC);
        switch (recorded.event()) {
            case DomainClaimed(var domain, var operator, var challenge) ->
                db.execute(
                        "insert into domain_claim (name, operator, challenge, status, claimed_at) values (?, ?, ?, 'pending', ?)"
                                + " on conflict (name, operator) do update set challenge = excluded.challenge,"
                                + " status = 'pending', claimed_at = excluded.claimed_at",
                        domain,
                        operator,
                        challenge,
                        time);
            case DomainClaimExpired(var domain, var operator) ->
                db.execute("delete from domain_claim where name = ? and operator = ?", domain, operator);
            case DomainVerified(var domain, var operator) ->
                db.execute(
                        "update domain_claim set status = 'verified', proven_at = ? where name = ? and operator = ?",
                        time,
                        domain,
                        operator);
            case DomainProofMissing(var domain, var operator, var until) ->
                db.execute(
                        "update domain_claim set until = ? where name = ? and operator = ?",
                        Instant.parse(until).atOffset(ZoneOffset.UTC),
                        domain,
                        operator);
            case DomainProofFound(var domain, var operator) ->
                db.execute("update domain_claim set until = null where name = ? and operator = ?", domain, operator);
            case DomainLapsed(var domain, var operator) ->
                db.execute(
                        "update domain_claim set status = 'lapsed', until = null, proven_at = null"
                                + " where name = ? and operator = ?",
                        domain,
                        operator);
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
        return jdbi.withHandle(db -> db.createQuery("select * from domain_claim where name = ? and status = 'verified'")
                .bind(0, name)
                .map(ROW)
                .findOne());
    }

    /// Claims that were made before a time and are still not proven.
    public List<Domain> unprovenSince(Instant time, int limit) {
        return jdbi.withHandle(db -> db.createQuery("select * from domain_claim where status = 'pending'"
                        + " and claimed_at < :time order by claimed_at limit :limit")
                .bind("time", time.atOffset(ZoneOffset.UTC))
                .bind("limit", limit)
                .map(ROW)
                .list());
    }

    /// Proven domains whose TXT record was not looked for since a time, the longest first.
    public List<Domain> uncheckedSince(Instant time, int limit) {
        return jdbi.withHandle(db -> db.createQuery("""
                        select claim.* from domain_claim claim left join domain_check using (name)
                        where status = 'verified' and claim.name not like '%.localhost'
                          and greatest(proven_at, checked_at) < :time
                        order by greatest(proven_at, checked_at) limit :limit
                        """)
                .bind("time", time.atOffset(ZoneOffset.UTC))
                .bind("limit", limit)
                .map(ROW)
                .list());
    }

    /// Notes that the TXT record of a domain was looked for.
    public void checked(String name, Instant at) {
        jdbi.useHandle(db -> db.execute(
                "insert into domain_check (name, checked_at) values (?, ?)"
                        + " on conflict (name) do update set checked_at = excluded.checked_at",
                name,
                at.atOffset(ZoneOffset.UTC)));
    }
}
