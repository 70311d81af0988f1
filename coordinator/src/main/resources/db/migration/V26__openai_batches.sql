-- Batches of clients of OpenAI. Their state is moved by BatchEvent alone.
create table openai_batch (
    id                uuid primary key,
    tenant            text not null,
    state             text not null,
    input_file        uuid not null,         -- no foreign key: a batch outlives its input
    endpoint          text not null,
    completion_window text not null,         -- as it was asked
    metadata          text,                  -- JSON
    output_seconds    bigint,                -- how long its output is kept; null for ever
    created_at        timestamptz not null,
    expires_at        timestamptz not null,
    checked_at        timestamptz,
    in_progress_at    timestamptz,
    finalizing_at     timestamptz,
    completed_at      timestamptz,
    failed_at         timestamptz,
    expired_at        timestamptz,
    cancelling_at     timestamptz,
    cancelled_at      timestamptz,
    errors            text,                  -- JSON: why it failed as a whole
    model             text,                  -- of its first request
    requests          integer not null default 0,
    refused           integer not null default 0, -- that no job could be made of
    completed         integer,               -- once it is over; until then its jobs are asked
    failed            integer,
    input_tokens      bigint,
    output_tokens     bigint,
    output_file       uuid,
    error_file        uuid,
    api_key           text not null,
    fingerprint       text not null
);
-- A tenant's list, by keyset.
create index openai_batch_listing on openai_batch (tenant, created_at, id);
-- Whether a repeated request has been answered before.
create index openai_batch_sent on openai_batch (api_key, fingerprint, created_at);
-- What is still to be moved.
create index openai_batch_open on openai_batch (created_at)
    where state in ('validating', 'submitting', 'in_progress', 'finalizing', 'cancelling');

-- Requests of a batch that ask the same of their inputs: they are one job.
create table openai_batch_group (
    batch_id    uuid not null references openai_batch on delete cascade,
    number      integer not null,
    model_name  text not null,               -- that answers say
    base        text not null,
    adapter     text,                        -- its hash
    schema      text not null,
    temperature double precision not null,
    seed        bigint not null,
    max_tokens  integer not null,
    job         uuid,                        -- no foreign key: it may be deleted
    status      integer,                     -- why there is no job: of all its lines
    error       text,                        -- JSON
    primary key (batch_id, number)
);

-- What became of each line until the output is written; then these rows go.
create table openai_batch_line (
    batch_id     uuid not null references openai_batch on delete cascade,
    line         integer not null,
    custom_id    text not null,
    group_number integer,
    position     integer,                    -- of the item in the group's job
    status       integer,                    -- why it is in no group
    error        text,                       -- JSON
    primary key (batch_id, line),
    check ((group_number is null) = (error is not null))
);
-- Submission: lines of a group.
create index openai_batch_line_group on openai_batch_line (batch_id, group_number, position);
