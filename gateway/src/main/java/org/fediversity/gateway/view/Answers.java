package org.fediversity.gateway.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.fediversity.runtime.Json;
import org.fediversity.runtime.vault.Vault;
import org.jdbi.v3.core.Jdbi;

/// Answers to requests that carried an `Idempotency-Key`, per subject, kept for two days.
@ApplicationScoped
public class Answers {
    /// A request that is not answered by then was lost with its gateway; it may be asked again.
    public static final Duration LEASE = Duration.ofMinutes(3);

    private static final String VAULT_OWNER = "answers";
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private final Jdbi jdbi;
    private final Vault vault;

    Answers(Jdbi jdbi, Vault vault) {
        this.jdbi = jdbi;
        this.vault = vault;
    }

    /// @param headers the ones that belong to the content, e.g. `Location`
    public record Answer(int status, Map<String, String> headers, byte[] body) {}

    /// What a key means for a request that comes with it.
    public sealed interface Claim {
        /// Never seen: whoever claimed it carries the request out, then keeps the answer or releases the key.
        record Fresh() implements Claim {}

        /// The same request was answered.
        record Answered(Answer answer) implements Claim {}

        /// The same request is being carried out.
        record Running() implements Claim {}

        /// The key stands for another request.
        record Reused() implements Claim {}
    }

    /// @param fingerprint of everything that makes the request what it is
    public Claim claim(String subject, String key, String fingerprint) {
        return jdbi.inTransaction(db -> {
            int fresh = db.createUpdate("""
                            insert into answer (subject, key, fingerprint, lease_until)
                            values (:subject, :key, :fingerprint, now() + make_interval(secs => :lease))
                            on conflict (subject, key) do update
                                set lease_until = excluded.lease_until, asked_at = now()
                                where answer.status is null and answer.lease_until < now()
                                  and answer.fingerprint = excluded.fingerprint
                            """)
                    .bind("subject", subject)
                    .bind("key", key)
                    .bind("fingerprint", fingerprint)
                    .bind("lease", LEASE.toSeconds())
                    .execute();
            if (fresh == 1) {
                return new Claim.Fresh();
            }
            return db.createQuery("select * from answer where subject = ? and key = ?")
                    .bind(0, subject)
                    .bind(1, key)
                    .<Claim>map((row, context) -> {
                        if (!row.getString("fingerprint").equals(fingerprint)) {
                            return new Claim.Reused();
                        }
                        if (row.getObject("status") == null) {
                            return new Claim.Running();
                        }
                        String sealed = row.getString("sealed");
                        byte[] body = sealed == null ? row.getBytes("body") : open(sealed);
                        return new Claim.Answered(
                                new Answer(row.getInt("status"), headers(row.getString("headers")), body));
                    })
                    .findOne()
                    .orElseGet(Claim.Running::new);
        });
    }

    /// @param secret whether the body shows a secret: then it is kept in the vault
    public void keep(String subject, String key, Answer answer, boolean secret) {
        Optional<String> sealed = secret ? Optional.of(vault.put(VAULT_OWNER, answer.body())) : Optional.empty();
        jdbi.useHandle(db -> db.createUpdate("""
                        update answer set status = :status, headers = cast(:headers as jsonb), body = :body, sealed = :sealed
                        where subject = :subject and key = :key
                        """)
                .bind("status", answer.status())
                .bind("headers", Json.write(answer.headers()))
                .bind("body", secret ? new byte[0] : answer.body())
                .bind("sealed", sealed.orElse(null))
                .bind("subject", subject)
                .bind("key", key)
                .execute());
    }

    /// The request came to nothing; it may be asked again with the same key.
    public void release(String subject, String key) {
        jdbi.useHandle(
                db -> db.execute("delete from answer where subject = ? and key = ? and status is null", subject, key));
    }

    /// Forgets what is older than two days.
    public void forgetOld() {
        jdbi.useHandle(db -> db
                .createQuery("delete from answer where asked_at < now() - interval '48 hours' returning sealed")
                .mapTo(String.class)
                .stream()
                .filter(java.util.Objects::nonNull)
                .forEach(vault::forget));
    }

    private byte[] open(String sealed) {
        return vault.get(sealed)
                .orElseThrow(() -> new IllegalStateException("an answer is no longer in the vault: " + sealed));
    }

    private static Map<String, String> headers(String json) {
        try {
            return Json.MAPPER.readValue(json, HEADERS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("headers of an answer cannot be read", e);
        }
    }
}
