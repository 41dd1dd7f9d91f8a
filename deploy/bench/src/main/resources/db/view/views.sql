create table latest (deployment text primary key, revision int not null);
