-- Where tenants want to be told of their jobs.
create table webhook (
    id              uuid primary key,
    tenant          text not null,
    url             text not null,
    events          text[] not null check (cardinality(events) > 0),
    secret          text not null,                -- signing needs it, so it is no hash; encrypted where there is a key
    former_secret   text,                         -- signs besides the secret until former_until
    former_until    timestamptz,
    disabled_at     timestamptz,
    disabled_reason text,
    failing_since   timestamptz,                  -- null while the last attempt got through
    delivered_at    timestamptz,                  -- when one last got through
    served_at       timestamptz not null,         -- when one was last begun: who has waited longest is next
    created_at      timestamptz not null,
    check ((former_secret is null) = (former_until is null)),
    check ((disabled_at is null) = (disabled_reason is null))
);
-- List of a tenant's; and when a job ends, whether anybody wants to know.
create index webhook_tenant on webhook (tenant, created_at, id);

-- What was or is to be sent. Rows are written in the transaction that ends the job.
create table webhook_delivery (
    id               bigint generated always as identity primary key,
    message_id       uuid not null unique,        -- the header webhook-id, the same for each attempt
    webhook_id       uuid not null references webhook on delete cascade,
    event            text not null,
    body             text not null,
    state            text not null check (state in ('waiting', 'delivered', 'failed')),
    attempts         integer not null default 0,
    earlier_attempts integer not null default 0,  -- those before it was sent again by hand
    due_at           timestamptz not null,        -- of the next attempt; while one is under way, when that is given up
    leased_until     timestamptz,                 -- an attempt is under way until then
    last_attempt_at  timestamptz,
    last_status      integer,
    last_error       text,
    created_at       timestamptz not null,
    ended_at         timestamptz,
    check (state = 'waiting' or (leased_until is null and ended_at is not null))
);
-- Whether a webhook has something due, and what comes first.
create index webhook_delivery_due on webhook_delivery (webhook_id, due_at, id) where state = 'waiting';
-- How many attempts of a webhook are under way.
create index webhook_delivery_leased on webhook_delivery (webhook_id, leased_until) where leased_until is not null;
-- Log of a webhook, newest first, by keyset; what is too much of it.
create index webhook_delivery_log on webhook_delivery (webhook_id, id);
-- What is too old to be kept.
create index webhook_delivery_ended on webhook_delivery (ended_at) where state <> 'waiting';
