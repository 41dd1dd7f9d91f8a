create table claims (domain text primary key, operator text not null, times int not null);
