-- Who is signed in to the dashboard: the browser holds the token, here is its hash. What a session may do is what its key
-- may do at that moment.
create table dashboard_session (
    hash       text primary key,                 -- sha-256 of the token, hex
    key_hash   text not null references api_key (hash) on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null
);
-- Sign-in: those that are over are removed.
create index dashboard_session_end on dashboard_session (expires_at);

-- List of a tenant's jobs in one state, newest first, by keyset; counts by state.
create index job_by_state on job (tenant, state, created_at desc, id desc);

-- Errors of a job by reason: counts, and a page of one reason by keyset.
create index result_by_error on result (job_id, error_code, position) where error_code is not null;
