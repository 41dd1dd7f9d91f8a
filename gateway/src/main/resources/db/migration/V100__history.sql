-- The history: every event of every context, once, at a position that never changes. `entry` is what is served and what
-- the ledger proves, to the letter; the columns beside it only serve to find entries.
create table history (
    position     bigint      primary key,
    event_id     text        not null unique,
    context      text        not null,
    type         text        not null,
    time         timestamptz not null,
    actor        text        not null,
    deployment   text,
    migration    text,
    operator     text,
    environments text[]      not null,
    entry        text        not null
);
create index history_deployment_order on history (deployment, position) where deployment is not null;
create index history_migration_order on history (migration, position) where migration is not null;
create index history_operator_order on history (operator, position) where operator is not null;
create index history_type_order on history (type, position);
create index history_environments on history using gin (environments);
create index history_time on history (time);

-- The next position and the edge of the tree over all entries so far. Whoever appends holds this row until the end of
-- the transaction: one writer at a time, whatever the number of gateways, and a position is only taken by a commit.
create table history_head (
    one   boolean primary key default true check (one),
    size  bigint  not null,
    peaks bytea   not null
);
insert into history_head (size, peaks) values (0, '');

-- Perfect subtrees of the ledger: node (level, index) covers leaves index*2^level up to (index+1)*2^level.
create table ledger_node (
    level smallint not null,
    index bigint   not null,
    hash  bytea    not null,
    primary key (level, index)
);

-- Whose a deployment is and where it lives; who declared an environment. Decides who sees what.
create table history_deployment (
    deployment  text primary key,
    operator    text not null,
    environment text not null
);
create index history_deployment_operator on history_deployment (operator);
create index history_deployment_environment on history_deployment (environment);
create table history_environment (
    environment text primary key,
    provider    text not null
);

-- Answers to requests that carried an Idempotency-Key.
create table answer (
    subject     text        not null,
    key         text        not null,
    fingerprint text        not null,
    lease_until timestamptz not null,
    status      integer,
    headers     jsonb,
    body        bytea,
    sealed      text,
    asked_at    timestamptz not null default now(),
    primary key (subject, key)
);
create index answer_age on answer (asked_at);
