-- Where the edge leads each host name. It is what is so, not a projection of events: written by the edge itself.
create table edge_route (
    host        text    primary key,
    deployment  text    not null,
    frozen      boolean not null,
    target_host text    not null,
    target_port integer not null
);
create index edge_route_deployment on edge_route (deployment);

-- How each instance was when a run-time backend last told a change.
create table component_condition (
    deployment  text        not null,
    environment text        not null,
    application text        not null,
    component   text        not null,
    generation  text        not null,
    condition   text        not null,
    restarts    integer     not null,
    detail      text        not null,
    since       timestamptz not null default now(),
    primary key (deployment, environment, application, component, generation)
);
