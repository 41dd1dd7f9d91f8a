-- Who holds what in an environment is read from the truth, not only from a view that may lag behind.
create index allocation_events on domain_event_entry ((payload ->> 'environment'), aggregate_identifier, sequence_number)
    where type = 'allocation';
create index allocation_events_of_deployment on domain_event_entry ((payload ->> 'deployment')) where type = 'allocation';

-- What drivers have to know again about a resource: field to the reference of a sealed value.
create table driver_memory (
    allocation text not null,
    resource   text not null,
    type       text not null,
    field      text not null,
    reference  text not null unique,
    primary key (allocation, resource, type, field)
);
