-- How much a key may ask for in a minute; no limit where it is null.
alter table api_key
    add column requests_per_minute integer,
    add column items_per_minute    integer;

-- What a key with limits has left: a bucket that fills again in a minute. All coordinators take from the same one; what
-- is known only afterwards, the items of a job, may bring it below zero.
create table key_budget (
    key_id uuid not null,
    kind   text not null,              -- requests or items
    amount double precision not null,
    at     timestamptz not null,
    primary key (key_id, kind)
) with (fillfactor = 50);
