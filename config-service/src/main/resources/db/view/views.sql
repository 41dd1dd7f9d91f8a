create table domain_claim (
    name       text        not null,
    operator   text        not null,
    challenge  text        not null,
    verified   boolean     not null default false,
    claimed_at timestamptz not null,
    primary key (name, operator)
);
create index domain_claim_operator on domain_claim (operator, name);
