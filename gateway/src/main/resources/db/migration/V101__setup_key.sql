-- The key by which the set-up is known outside; the private half is in the vault.
create table setup_key (
    one        boolean primary key default true check (one),
    reference  text    not null,
    public_key text    not null
);
