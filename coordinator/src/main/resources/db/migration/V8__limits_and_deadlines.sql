-- A job can have a time by which it must be over: then what is open of it ends with an error, page by page.
alter table job add column deadline timestamptz;
alter table job drop constraint job_state_check;
alter table job add constraint job_state_check
    check (state in ('queued', 'running', 'paused', 'expiring', 'done', 'cancelled'));

-- Limits: what a tenant has queued. Without the counts themselves: they would be written again with each result.
create index job_unfinished on job (tenant) where state in ('queued', 'running', 'paused', 'expiring');
-- Deadlines: whose has passed.
create index job_deadline on job (deadline) where state in ('queued', 'running', 'paused');
-- Deadlines: whose items are being ended.
create index job_expiring on job (deadline) where state = 'expiring';
