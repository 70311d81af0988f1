-- A training: one adapter of one base model from one dataset. Its state is moved by TrainingEvent alone.
create table training (
    id               uuid primary key,
    tenant           text not null,
    state            text not null,
    attempt          integer not null,       -- grows each time that it comes back unfinished
    dataset_id       uuid not null,          -- no foreign key: a training that is over outlives its dataset
    dataset          text not null,          -- as its tenant calls it: name@1
    dataset_hash     text not null,
    train_rows       integer not null,
    held_out_rows    integer not null,
    instruction      text,                   -- what all rows are told; the adapter's card says it
    base             text not null,          -- the model
    plan             text not null,          -- JSON: dev.winnow.common.training.TrainingPlan
    adapter_name     text not null,
    alias            text,                   -- what is to stand for the adapter in the end
    created_at       timestamptz not null,
    dispatched_at    timestamptz,
    begun_at         timestamptz,
    ended_at         timestamptz,
    worker           uuid,
    worker_name      text,
    lease_until      timestamptz,
    counted_until    timestamptz,            -- up to when worker_seconds are counted
    worker_seconds   double precision not null default 0,
    progress         text,                   -- JSON: dev.winnow.common.training.TrainingProgress
    checkpoint       integer not null default 0, -- which one training_chunk has
    checkpoint_step  integer,
    checkpoint_bytes bigint,
    fruitless        integer not null default 0, -- attempts that were lost since a checkpoint came
    adapter          text,                   -- name@1, once it is done
    error_code       text,
    error_message    text,
    idempotency_key  text,
    request_hash     text,
    unique (tenant, idempotency_key)
);
-- Dispatch: what waits, oldest first.
create index training_queued on training (base, created_at) where state = 'queued';
-- Reaper: what is out.
create index training_out on training (state) where state in ('dispatched', 'running');
-- A tenant's list.
create index training_of on training (tenant, created_at desc);
-- Removal of a dataset: trainings that still need it.
create index training_dataset on training (dataset_id) where state in ('queued', 'dispatched', 'running');

-- The curve. A step that is taken again by a later attempt has the same numbers.
create table training_step (
    training_id uuid not null references training on delete cascade,
    step        integer not null,
    loss        double precision,            -- of the rows of the step; null at step 0
    evaluation  double precision,            -- of the held-out rows, where it was asked
    primary key (training_id, step)
);

-- The last checkpoint, a piece a row.
create table training_chunk (
    training_id uuid not null references training on delete cascade,
    checkpoint  integer not null,
    position    integer not null,
    bytes       bytea not null,
    primary key (training_id, checkpoint, position)
);
alter table training_chunk alter column bytes set storage external;
