-- Personal data, and no other table holds any. Keyed by the opaque operator id that events use.
create table personal_data (
    operator     text        primary key,
    display_name text        not null,
    email        text        not null,
    language     text        not null,
    since        timestamptz not null default now()
);
