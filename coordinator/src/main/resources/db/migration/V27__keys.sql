-- Keys are looked after by the API: listed by id, since nobody knows the key itself, and kept after their end for the audit.
alter table api_key
    add column id           uuid not null default gen_random_uuid(),
    add column origin       text not null default 'api',  -- api, or configuration: what winnow.bootstrap brought
    add column last_used_at timestamptz,                   -- to the minute
    add column expires_at   timestamptz,
    add column rotated_at   timestamptz,
    add column revoked_at   timestamptz;
update api_key set origin = 'configuration' where name in ('bootstrap admin', 'bootstrap worker');
create unique index api_key_id on api_key (id);
create index api_key_tenant on api_key (tenant, created_at);

-- Who changed what, written before it is done; the status follows, and is null where a process died in between.
create table audit (
    id       bigint generated always as identity primary key,
    at       timestamptz not null,
    tenant   text not null,
    key_id   uuid not null,
    key_name text not null,
    method   text not null,
    path     text not null,
    status   integer,
    made     text      -- the path of what it made
);
create index audit_tenant on audit (tenant, id desc);
create index audit_at on audit (at);
