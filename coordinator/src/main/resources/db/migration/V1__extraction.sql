-- Times are timestamptz from the coordinator's clock, never the server's now(): tests move it, replicas agree on UTC.

create table api_key (
    hash       text primary key,                 -- sha-256 of the key, hex; the key itself is never stored
    name       text not null,
    tenant     text not null,
    scopes     text not null,                    -- comma separated: extract,train,admin,worker
    created_at timestamptz not null
);

-- What workers said about the models they serve. Text columns are null until a worker has sent them.
create table model (
    name           text primary key,
    context_tokens integer not null check (context_tokens > 0),
    text_hash      text not null,
    tokenizer_json text,
    chat_template  text,
    bos_token      text,
    eos_token      text,
    updated_at     timestamptz not null
);

create table worker (
    incarnation       uuid primary key,
    name              text not null,
    model             text not null,
    quantization      text not null,
    context_tokens    integer not null,
    slots             integer not null check (slots > 0),
    process_id        bigint not null,
    state             text not null check (state in ('live', 'draining', 'gone')),
    tokens_per_second double precision not null default 0,
    registered_at     timestamptz not null,
    last_seen         timestamptz not null
);
-- One life at a time under one name; also serves "end the older lives of this name" at registration.
create unique index worker_name on worker (name) where state <> 'gone';

create table job (
    id                uuid primary key,
    tenant            text not null,
    name              text,
    state             text not null check (state in ('queued', 'running', 'done', 'cancelled')),
    model             text not null,
    quantization      text not null,
    schema_json       text not null,
    schema_hash       text not null,
    instruction       text not null,             -- of the request, or generated from the schema
    max_output_tokens integer not null check (max_output_tokens > 0),
    constrained       boolean not null,
    temperature       double precision not null,
    seed              bigint not null,
    item_seconds      integer not null check (item_seconds > 0),
    priority          integer not null,
    item_count        integer not null check (item_count > 0),
    planned_items     integer not null default 0, -- positions below it belong to a shard
    succeeded         integer not null default 0,
    failed            integer not null default 0,
    rate              double precision not null default 0, -- items a second, decayed to rate_at
    rate_at           timestamptz,
    created_at        timestamptz not null,
    started_at        timestamptz,
    finished_at       timestamptz,
    idempotency_key   text,
    request_hash      text not null,
    check (succeeded + failed <= item_count)
);
-- The same key twice is the same job: also serves the look-up before a submission.
create unique index job_idempotency on job (tenant, idempotency_key) where idempotency_key is not null;
-- List of a tenant's jobs, newest first, by keyset.
create index job_listing on job (tenant, created_at desc, id desc);
-- Planner: jobs with items in no shard yet; dispatcher: jobs that may have shards to send.
create index job_active on job (model, quantization) where state in ('queued', 'running');

create table item (
    job_id      uuid not null,
    position    integer not null,
    external_id text not null,
    instruction text,
    input       text not null,
    primary key (job_id, position),
    -- Checked at commit, so that COPY does not stop at a bare error: the submission looks for duplicates itself and
    -- names both lines. Serves that look-up too.
    constraint item_external_id unique (job_id, external_id) deferrable initially deferred
);

create table shard (
    id            bigint generated always as identity primary key,
    job_id        uuid not null references job,
    state         text not null check (state in ('planned', 'dispatched', 'begun', 'done', 'cancelled')),
    attempt       integer not null default 1 check (attempt > 0),
    suspect       boolean not null default false,
    losses        integer not null default 0,     -- times lost alone, as a single item
    positions     integer[] not null,
    begun         integer[] not null default '{}', -- evidence of the last heartbeat: items being decoded
    tokens        integer not null,               -- estimate of input and output
    model         text not null,
    quantization  text not null,
    worker        uuid,
    lease_until   timestamptz,
    dispatched_at timestamptz,
    check (state <> 'begun' or (worker is not null and lease_until is not null)),
    check (state <> 'dispatched' or dispatched_at is not null)
);
-- Dispatcher: the next shards of a job.
create index shard_planned on shard (job_id, id) where state = 'planned';
-- Dispatcher: shards of a pool that are out; job view and fairness: those of a job.
create index shard_out on shard (model, quantization, job_id) where state in ('dispatched', 'begun');
-- Reaper: deliveries that nobody claimed.
create index shard_unclaimed on shard (dispatched_at) where state = 'dispatched';
-- Reaper: leases that ran out.
create index shard_lease on shard (lease_until) where state = 'begun';
-- Registration: what an older life of a worker held.
create index shard_worker on shard (worker) where state = 'begun';
-- Job view: counts by state; cancel: all of a job.
create index shard_job on shard (job_id, state);

create table result (
    job_id        uuid not null,
    position      integer not null,
    output        text,                           -- JSON text as the worker wrote it; jsonb would refuse \u0000
    truncated     boolean not null default false,
    error_code    text,
    error_message text,
    input_tokens  integer,
    output_tokens integer,
    steps         integer,
    seconds       double precision,
    made_by       text,                           -- JSON: model, quantization, adapter, schema, prompt
    recorded_at   timestamptz not null,
    primary key (job_id, position),               -- promise 2: at most once
    check ((output is null) <> (error_code is null))
);

create table parked_message (
    id        bigint generated always as identity primary key,
    queue     text not null,
    reason    text not null,
    body      bytea not null,
    parked_at timestamptz not null
);
