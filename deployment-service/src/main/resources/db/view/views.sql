create table deployment (
    id           text        primary key,
    operator     text        not null,
    name         text        not null,
    environment  text        not null,
    topology     text        not null,
    domain       text        not null,
    applications jsonb       not null,
    status       text        not null,
    revision     integer     not null default 0,
    generation   text        not null default '',
    components   jsonb       not null default '[]',
    urls         jsonb       not null default '{}',
    versions     jsonb       not null default '{}',
    rollout      integer     not null default 0,
    migration    text        not null default '',
    created_at   timestamptz not null
);
create index deployment_operator on deployment (operator, id desc);

-- Host names that are taken, deployed or not.
create table hostname (
    host       text not null,
    deployment text not null,
    primary key (host, deployment)
);

create table rollout (
    deployment  text        not null,
    number      integer     not null,
    revision    integer     not null,
    environment text        not null,
    status      text        not null,
    cancelling  boolean     not null default false,
    components  jsonb       not null,
    versions    jsonb       not null,
    failure     text        not null default '',
    started_at  timestamptz not null,
    ended_at    timestamptz,
    primary key (deployment, number)
);

create table rollout_step (
    deployment text        not null,
    rollout    integer     not null,
    position   integer     not null,
    name       text        not null,
    component  text        not null,
    status     text        not null,
    detail     text        not null default '',
    started_at timestamptz,
    ended_at   timestamptz,
    primary key (deployment, rollout, name, component)
);

create table deployment_token (
    deployment text        not null,
    id         text        not null,
    scopes     jsonb       not null,
    hash       text        not null,
    issued_at  timestamptz not null,
    expires_at timestamptz not null,
    primary key (deployment, id)
);
