-- An evaluation: the held-out rows of a dataset, extracted by one or several models and adapters, and scored by field.
-- Its state is moved by EvaluationEvent alone, as that of its runs by RunEvent.
create table evaluation (
    id              uuid primary key,
    tenant          text not null,
    state           text not null,
    dataset_id      uuid not null,           -- no foreign key: an evaluation that is over outlives its dataset
    dataset         text not null,           -- as its tenant calls it: name@1
    dataset_hash    text not null,
    held_out_rows   integer not null,
    row_count       integer not null,        -- how many of them are scored: the first
    schema          text not null,           -- JSON Schema of the outputs; it says how fields are scored
    constrained     boolean not null,
    training_id     uuid,                    -- that it judges, if it came from one
    created_at      timestamptz not null,
    ended_at        timestamptz,
    idempotency_key text,
    request_hash    text,
    unique (tenant, idempotency_key)
);
-- A tenant's list.
create index evaluation_of on evaluation (tenant, created_at desc);
-- Removal of a dataset: evaluations that still need it. Submissions: how many are open.
create index evaluation_open on evaluation (dataset_id) where state = 'running';
-- What was cancelled lately: whether a job is left over.
create index evaluation_cancelled on evaluation (ended_at) where state = 'cancelled';

-- One model, with an adapter or without, on the rows of an evaluation: an ordinary job.
create table evaluation_run (
    id                uuid primary key,
    evaluation_id     uuid not null references evaluation on delete cascade,
    position          integer not null,      -- as it was asked for
    state             text not null,
    model             text not null,
    quantization      text not null,
    adapter           text,                  -- its hash; null for the base model alone
    adapter_version   text,                  -- as its tenant calls it: name@1
    max_output_tokens integer not null,
    job_id            uuid,                  -- no foreign key: jobs are deleted when they are old
    score             text,                  -- JSON: dev.winnow.coordinator.evaluation.RunScore
    error_code        text,
    error_message     text,
    unique (evaluation_id, position)
);
-- The loop: what is to be submitted or scored.
create index evaluation_run_open on evaluation_run (state) where state in ('planned', 'submitted');

-- How each row of a run was scored: what a comparison of two runs row by row needs.
create table evaluation_row (
    run_id        uuid not null references evaluation_run on delete cascade,
    position      integer not null,          -- of the dataset's row
    valid         boolean not null,          -- whether there is an output that fits the schema
    output_tokens integer not null,
    seconds       double precision not null,
    scores        real[] not null,           -- 0 to 1, in the order of the evaluation's fields
    primary key (run_id, position)
);

-- Whether and on how many held-out rows a training's adapter is evaluated when it is done, and by which evaluation.
alter table training add column evaluate_rows integer;
alter table training add column evaluation_id uuid;
-- Trainings of one request, which are evaluated together when the last of them is over.
alter table training add column trials_id uuid;
alter table training add column trial integer; -- its place in the request
create index training_trials on training (trials_id) where trials_id is not null;
-- The loop: what is done and not evaluated yet.
create index training_unevaluated on training (id)
    where state = 'done' and evaluate_rows is not null and evaluation_id is null;
