-- What a tenant has called its datasets. It outlives them: a version's number is never given twice.
create table dataset_name (
    tenant   text not null,
    name     text not null,
    versions integer not null check (versions > 0), -- the number given last
    primary key (tenant, name)
);

-- Rows to train on. A dataset never changes; its rows are in dataset_row.
create table dataset (
    id            uuid primary key,
    tenant        text not null,
    name          text not null,
    version       integer not null,
    hash          text not null,           -- sha256:..., of its rows as workers get them
    instruction   text,                    -- what all its rows are told; null where they differ
    schema        text,                    -- JSON Schema of the outputs, if one was given
    train_rows    integer not null,
    held_out_rows integer not null,
    statistics    text not null,           -- JSON
    created_at    timestamptz not null,
    -- The same content is the same dataset; also serves the look-up by hash.
    unique (tenant, hash),
    -- Serves the look-up by name.
    unique (tenant, name, version)
);
-- Workers, who have no tenant, ask by hash alone.
create index dataset_hash on dataset (hash);

create table dataset_row (
    dataset_id  uuid not null references dataset on delete cascade deferrable initially deferred,
    position    integer not null,
    held_out    boolean not null,
    line        integer not null,          -- in the file that it came from
    instruction text not null,
    input       text not null,
    output      text not null,
    primary key (dataset_id, position)
);
