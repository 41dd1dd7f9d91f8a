package org.fediversity.migration.view;

import jakarta.enterprise.context.ApplicationScoped;
import org.fediversity.contracts.MigrationEvent.MigrationAborted;
import org.fediversity.contracts.MigrationEvent.MigrationConfirmed;
import org.fediversity.runtime.EventCatalogue;
import org.jdbi.v3.core.Jdbi;

/// One deployment moves once at a time. A migration holds its deployment until it is aborted or confirmed, because
/// until then resources are held at two places.
@ApplicationScoped
public class Claims {
    private final Jdbi jdbi;

    Claims(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Takes the deployment for a migration that is about to be requested.
    ///
    /// @return false if another one holds it
    public boolean take(String deployment, String migration) {
        int taken = jdbi.withHandle(db -> db.createUpdate("""
                        insert into migration_claim as held (deployment, migration) values (:deployment, :migration)
                        on conflict (deployment) do update set migration = excluded.migration, claimed_at = now()
                        where exists (select 1 from domain_event_entry e
                                        where e.aggregate_identifier = held.migration and e.payload_type in (:aborted, :confirmed))
                           or (held.claimed_at < now() - interval '1 minute' and not exists
                                 (select 1 from domain_event_entry e where e.aggregate_identifier = held.migration))
                        """)
                .bind("deployment", deployment)
                .bind("migration", migration)
                .bind("aborted", EventCatalogue.type(MigrationAborted.class))
                .bind("confirmed", EventCatalogue.type(MigrationConfirmed.class))
                .execute());
        return taken == 1;
    }

    /// Gives it back, because the migration was not requested after all.
    public void giveBack(String deployment, String migration) {
        jdbi.useHandle(db -> db.execute(
                "delete from migration_claim where deployment = ? and migration = ?", deployment, migration));
    }
}
