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
