-- More than one key: one signs checkpoints, another one webhooks.
alter table setup_key drop column one;
alter table setup_key add column name text not null default 'ledger';
alter table setup_key alter column name drop default;
alter table setup_key add primary key (name);

-- How far the history was looked through for a webhook, and since when it fails.
create table webhook_progress (
    webhook       text primary key,
    scanned       bigint      not null,
    failing_since timestamptz
);

-- What is to be delivered, and what was. The body is made of the history's entry each time, to the letter the same; a
-- test has none and brings its own.
create table delivery (
    id          bigserial   primary key,
    webhook     text        not null,
    message     text        not null,
    position    bigint,
    type        text        not null,
    ordered_by  text        not null,
    kind        text        not null,
    body        text,
    status      text        not null default 'pending',
    attempts    integer     not null default 0,
    due_at      timestamptz not null default now(),
    lease_until timestamptz,
    created_at  timestamptz not null default now(),
    ended_at    timestamptz
);
create index delivery_order on delivery (webhook, ordered_by, id) where status = 'pending';
create index delivery_due on delivery (webhook, due_at) where status = 'pending';
create index delivery_log on delivery (webhook, id);

create table delivery_attempt (
    delivery    bigint      not null references delivery (id) on delete cascade,
    number      integer     not null,
    at          timestamptz not null,
    millis      bigint      not null,
    status      integer,
    outcome     text        not null,
    head        text        not null,
    primary key (delivery, number)
);
