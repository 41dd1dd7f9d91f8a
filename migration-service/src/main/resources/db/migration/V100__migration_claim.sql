-- One deployment moves once at a time: which migration holds it.
create table migration_claim (
    deployment text        primary key,
    migration  text        not null,
    claimed_at timestamptz not null default now()
);
