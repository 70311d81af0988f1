-- The rate that a worker has shown at work: its rate of the moment is 0 while it has nothing to do, just when somebody
-- asks how long a job would take.
alter table worker add column shown_tokens_per_second double precision not null default 0;

-- Estimate: how long outputs of a schema were in the newest finished jobs.
create index job_history on job (tenant, model, schema_hash, finished_at desc) where state = 'done';
