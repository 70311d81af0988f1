-- Failed items are tried again in a new epoch of their job. A result replaces an error of an older epoch, and nothing else.
alter table job add column epoch integer not null default 1 check (epoch > 0);
alter table shard add column epoch integer not null default 1 check (epoch > 0);
alter table result add column epoch integer not null default 1 check (epoch > 0);

-- Items still to end in this epoch. Those that are tried again count as failed until then.
alter table job add column open_items integer check (open_items >= 0);
update job set open_items = item_count - succeeded - failed;
alter table job alter column open_items set not null;

-- Planner: what is to be tried again.
create index result_failed on result (job_id, position) where error_code is not null;

-- The same key twice is the same retry.
create table job_retry (
    job_id          uuid not null references job,
    idempotency_key text not null,
    epoch           integer not null,
    primary key (job_id, idempotency_key)
);
