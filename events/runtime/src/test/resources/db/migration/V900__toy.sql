-- Effects downstream of the toy: which events of a subject were heard, in that order.
create table tally (subject text primary key, heard text not null);
