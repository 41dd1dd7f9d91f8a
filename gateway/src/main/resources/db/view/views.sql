-- Webhooks as they are now.
create table webhook (
    id          text        primary key,
    owner       text        not null,
    roles       text[]      not null,
    host        text        not null,
    address     text        not null,
    types       text[]      not null,
    deployments text[]      not null,
    first       bigint      not null,
    secret      text        not null,
    previous    text,
    overlap_at  timestamptz,
    disabled    text,
    created_at  timestamptz not null,
    revision    bigint      not null
);
create index webhook_owner on webhook (owner, created_at, id);
