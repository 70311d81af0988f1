-- Files of clients of OpenAI, those that they send and those that batches leave.
create table openai_file (
    id          uuid primary key,
    tenant      text not null,
    purpose     text not null,           -- batch, fine-tune, batch_output
    filename    text not null,
    bytes       bigint not null check (bytes >= 0),
    lines       integer not null,        -- that are not blank
    created_at  timestamptz not null,
    expires_at  timestamptz,             -- null to keep it until it is deleted
    api_key     text,                    -- hash of the key that sent it; null where no request did
    fingerprint text,                    -- of what was sent
    check ((api_key is null) = (fingerprint is null))
);
-- A tenant's list, by keyset.
create index openai_file_listing on openai_file (tenant, created_at, id);
-- Whether a repeated request has been answered before.
create index openai_file_sent on openai_file (api_key, fingerprint, created_at) where api_key is not null;
-- Sweep: what has expired.
create index openai_file_expired on openai_file (expires_at) where expires_at is not null;

create table openai_file_chunk (
    file_id  uuid not null references openai_file on delete cascade deferrable initially deferred,
    position integer not null,
    bytes    bytea not null,
    primary key (file_id, position)
);
-- Compressing a file takes longer than writing it.
alter table openai_file_chunk alter column bytes set storage external;
