-- When the TXT record of a proven domain was last looked for. That nothing changed is no event.
create table domain_check (
    name       text        primary key,
    checked_at timestamptz not null
);
