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
    disabled    text,
    created_at  timestamptz not null,
    revision    bigint      not null
);
create index webhook_owner on webhook (owner, id);

-- Secrets that sign along for a while.
create table webhook_older_secret (
    webhook    text        not null,
    secret     text        not null,
    overlap_at timestamptz not null,
    primary key (webhook, secret)
);
