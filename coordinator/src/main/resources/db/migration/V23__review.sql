-- How sure the model was of the value that it was least sure of. Null where nothing is known, and in results of before.
alter table result add column least_confidence double precision;
-- Review: the least sure results of a job first.
create index result_unsure on result (job_id, least_confidence, position) where least_confidence is not null;

-- What people have found out about results. All that a row to train on needs is kept here: jobs are deleted.
create table review (
    job_id      uuid not null,
    position    integer not null,
    tenant      text not null,
    item        text not null,               -- as the job's user calls it
    decision    text not null check (decision in ('accept', 'correct', 'skip')),
    instruction text not null,
    input       text not null,
    original    text not null,               -- as the model wrote it
    output      text not null,               -- what is right; of what was skipped the original
    schema_hash text not null,
    made_by     text not null,               -- JSON: the provenance of the original
    decided_by  text not null,               -- the name of the key
    decided_at  timestamptz not null,
    primary key (job_id, position)
);
-- Datasets: what was decided, in its order.
create index review_rows on review (tenant, decided_at, job_id, position) where decision <> 'skip';

-- Schemas of what was reviewed, once each.
create table review_schema (
    hash   text primary key,
    schema text not null
);
