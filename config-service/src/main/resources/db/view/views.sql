-- Published application modules. The document is kept to the letter: its order is the order of the form.
create table application (
    name         text        not null,
    version      text        not null,
    digest       text        not null,
    directory    text        not null,
    module       json        not null,
    published_at timestamptz not null,
    standing     text        not null default 'current',
    reason       text        not null default '',
    primary key (name, version)
);

-- Every revision that was ever staged.
create table revision (
    deployment   text        not null,
    revision     integer     not null,
    applications json        not null,
    requirements json        not null,
    staged_by    text        not null,
    staged_at    timestamptz not null,
    primary key (deployment, revision)
);

-- What is staged and what runs, now (the last row) and at every time before; 0 for nothing.
create table configuration (
    deployment text        not null,
    sequence   bigint      not null,
    staged     integer     not null,
    deployed   integer     not null,
    since      timestamptz not null,
    primary key (deployment, sequence)
);

-- Who claims which domain. Several may claim one; one may prove it. Status: pending, verified, lapsed; a verified one
-- whose TXT record is gone says till when it is theirs all the same.
create table domain_claim (
    name       text        not null,
    operator   text        not null,
    challenge  text        not null,
    status     text        not null,
    claimed_at timestamptz not null,
    proven_at  timestamptz,
    until      timestamptz,
    primary key (name, operator)
);
create index domain_claim_operator on domain_claim (operator, name);
