-- Workers that an operator wants to take no more work. By name, so that a restart of the process does not end it.
create table drained_worker (
    name  text primary key,
    since timestamptz not null
);
