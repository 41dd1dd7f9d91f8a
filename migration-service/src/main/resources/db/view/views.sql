create table migration (
    id                 text        primary key,
    deployment         text        not null,
    operator           text        not null,
    source_environment text        not null,
    target_environment text        not null,
    status             text        not null,
    rounds             integer     not null default 0,
    bytes              bigint      not null default 0,
    inventory          jsonb       not null default '{}',
    snapshot           text        not null default '',
    frozen_at          timestamptz,
    served_at          timestamptz,
    past_no_return     boolean     not null default false,
    failure            text        not null default '',
    confirmed          boolean     not null default false,
    requested_at       timestamptz not null,
    ended_at           timestamptz,
    requested          jsonb       not null,
    target_results     jsonb       not null default '[]'
);
create index migration_deployment on migration (deployment, id);
create index migration_operator on migration (operator, id);

create table migration_step (
    migration  text        not null,
    number     integer     not null,
    name       text        not null,
    status     text        not null,
    detail     text        not null default '',
    started_at timestamptz not null,
    ended_at   timestamptz,
    primary key (migration, number)
);
