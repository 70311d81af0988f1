-- Fine-tuning jobs of clients of OpenAI: what was asked. The work is a training, submitted with the job's id as its key, so
-- that whoever comes after a death in between finds it, or submits it.
create table openai_fine_tuning_job (
    id              uuid primary key,
    tenant          text not null,
    training        uuid,                  -- null until it is submitted; no foreign key: it may be deleted
    training_body   text not null,         -- JSON: what is submitted
    training_file   uuid not null,         -- no foreign keys: a job outlives its files
    validation_file uuid,
    model           text not null,
    method          text not null,         -- JSON, as it was asked
    suffix          text,
    seed            bigint not null,
    metadata        text,                  -- JSON
    paused          boolean not null default false,
    created_at      timestamptz not null,
    api_key         text not null,
    fingerprint     text not null
);
-- A tenant's list, by keyset.
create index openai_fine_tuning_listing on openai_fine_tuning_job (tenant, created_at, id);
-- Whether a repeated request has been answered before.
create index openai_fine_tuning_sent on openai_fine_tuning_job (api_key, fingerprint, created_at);
