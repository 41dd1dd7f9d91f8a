-- Published application modules. The document is kept to the letter: its order is the order of the form.
create table application (
    name         text        not null,
    version      text        not null,
    digest       text        not null,
    directory    text        not null,
    module       json        not null,
    published_at timestamptz not null,
    primary key (name, version)
);
