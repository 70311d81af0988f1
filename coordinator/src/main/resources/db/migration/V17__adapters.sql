-- What a tenant has called its adapters. It outlives them: a version's number is never given twice.
create table adapter_name (
    tenant   text not null,
    name     text not null,
    versions integer not null check (versions > 0), -- the number given last
    primary key (tenant, name)
);

-- An adapter never changes. Its weights are in adapter_chunk.
create table adapter (
    id           uuid primary key,
    tenant       text not null,
    name         text not null,
    version      integer not null check (version > 0),
    hash         text not null,                  -- sha256:..., of both files (dev.winnow.common.adapter.AdapterFiles)
    base         text not null,                  -- the model that it is for
    config       bytea not null,                 -- adapter_config.json as it came: the hash is of these bytes
    weight_bytes bigint not null check (weight_bytes > 0),
    card         text not null,                  -- JSON
    created_at   timestamptz not null,
    -- The same content is the same adapter; also serves the look-up by hash.
    unique (tenant, hash),
    -- Serves the look-up by name.
    unique (tenant, name, version)
);
-- Workers, who have no tenant, ask by hash alone.
create index adapter_hash on adapter (hash);

create table adapter_chunk (
    adapter_id uuid not null references adapter on delete cascade,
    position   integer not null,
    bytes      bytea not null,
    primary key (adapter_id, position)
);
-- Factors do not compress; to try costs more than it ever saves.
alter table adapter_chunk alter column bytes set storage external;

-- A name that moves: champion, candidate, any.
create table adapter_alias (
    tenant     text not null,
    alias      text not null,
    adapter_id uuid not null references adapter,
    moved_at   timestamptz not null,
    primary key (tenant, alias)
);
-- The aliases of an adapter.
create index adapter_alias_of on adapter_alias (adapter_id);

-- Every move of an alias. In words, since the adapters may go.
create table adapter_alias_move (
    id           bigint generated always as identity primary key,
    tenant       text not null,
    alias        text not null,
    from_version text,                           -- name@1; null where the alias is new
    to_version   text,                           -- null where it was taken away
    moved_at     timestamptz not null
);
-- The history of one.
create index adapter_alias_history on adapter_alias_move (tenant, alias, id desc);

-- The adapter that a job was given when it was submitted. No foreign key: a finished job outlives its adapter.
alter table job add column adapter text;         -- its hash; null for the base model alone
alter table job add column adapter_version text; -- as its tenant calls it: name@1
-- Deletion of an adapter: jobs that still need it.
create index job_adapter on job (tenant, adapter)
    where adapter is not null and state in ('queued', 'running', 'paused', 'expiring');
