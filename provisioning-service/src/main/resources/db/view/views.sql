-- Environments as they are declared now.
create table environment (
    name       text    primary key,
    title      text    not null,
    provider   text    not null,
    revision   integer not null,
    changed_at timestamptz not null,
    definition jsonb   not null
);

-- What deployments use; the state is the allocation's, folded up to the event with the sequence number.
create table allocation (
    stream      text   primary key,
    deployment  text   not null,
    environment text   not null,
    sequence    bigint not null,
    state       jsonb  not null
);
create index allocation_environment on allocation (environment);
