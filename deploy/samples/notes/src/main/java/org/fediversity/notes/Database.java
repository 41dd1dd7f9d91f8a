package org.fediversity.notes;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/// The instance's tables.
final class Database {
    private static final long MIGRATION_LOCK = 4_711;

    @Produces
    @Singleton
    Jdbi jdbi(DataSource source) {
        var jdbi = Jdbi.create(source);
        jdbi.useTransaction(db -> {
            db.execute("select pg_advisory_xact_lock(?)", MIGRATION_LOCK);
            db.execute("""
                    create table if not exists identity (
                      only_one   boolean primary key default true check (only_one),
                      username   text not null,
                      public_key text not null)""");
            db.execute("""
                    create table if not exists note (
                      id            uuid primary key,
                      position      bigint generated always as identity unique,
                      text          text not null,
                      published     timestamptz not null,
                      picture       uuid unique,
                      picture_type  text,
                      picture_bytes bigint,
                      picture_alternative text)""");
        });
        return jdbi;
    }
}
