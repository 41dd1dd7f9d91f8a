-- The event store: the truth of a service. Payload and metadata are JSON text, kept to the letter and queryable.
create table domain_event_entry (
    global_index         bigserial    primary key,
    aggregate_identifier text         not null,
    sequence_number      bigint       not null,
    type                 text         not null,
    event_identifier     text         not null unique,
    time_stamp           timestamptz  not null,
    payload_type         text         not null,
    payload_revision     text,
    payload              json         not null,
    meta_data            json         not null,
    unique (aggregate_identifier, sequence_number)
);

create table snapshot_event_entry (
    aggregate_identifier text         not null,
    sequence_number      bigint       not null,
    type                 text         not null,
    event_identifier     text         not null unique,
    time_stamp           timestamptz  not null,
    payload_type         text         not null,
    payload_revision     text,
    payload              json         not null,
    meta_data            json         not null,
    primary key (aggregate_identifier, sequence_number)
);

-- How far each streaming processor has come.
create table token_entry (
    processor_name text    not null,
    segment        integer not null,
    token          bytea,
    token_type     text,
    timestamp      text,
    owner          text,
    primary key (processor_name, segment)
);

-- What policies still have to do: one row per policy and event, gone when done.
create table policy_task (
    id             bigserial   primary key,
    policy         text        not null,
    event_id       text        not null,
    stream         text        not null,
    sequence       bigint      not null,
    subject        text        not null,
    attempts       integer     not null default 0,
    due_at         timestamptz not null default now(),
    lease_owner    text,
    lease_until    timestamptz,
    last_error     text,
    unique (policy, event_id)
);
create index policy_task_order on policy_task (policy, subject, id);

-- Receipts: which consumer has taken which event of another service.
create table inbox (
    consumer    text        not null,
    event_id    text        not null,
    received_at timestamptz not null default now(),
    primary key (consumer, event_id)
);

-- Messages a consumer could not take, and those of the same key behind them.
create table inbox_parked (
    id         bigserial   primary key,
    consumer   text        not null,
    topic      text        not null,
    key        text        not null,
    event_id   text        not null,
    event_type text        not null,
    headers    jsonb       not null,
    payload    text        not null,
    error      text        not null,
    attempts   integer     not null default 1,
    parked_at  timestamptz not null default now(),
    due_at     timestamptz not null default now() + interval '5 seconds',
    unique (consumer, event_id)
);
create index inbox_parked_order on inbox_parked (consumer, key, id);

-- Which scripts the views in schema "view" were built from.
create table view_build (
    name       text        primary key,
    scripts    text        not null,
    built_at   timestamptz not null default now()
);

-- Sealed secrets; the key is elsewhere.
create table vault (
    reference  text        primary key,
    owner      text        not null,
    sealed     bytea       not null,
    changed_at timestamptz not null default now()
);
create index vault_owner on vault (owner);

-- Which instances of the service live, so that they can share the work.
create table instance (
    id      text        primary key,
    seen_at timestamptz not null default now()
);
