-- A job that is being deleted belongs to nobody: whoever asks for a tenant's job does not find it any more. It goes in
-- pieces, its row last.
alter table job alter column tenant drop not null;
alter table job drop constraint job_state_check;
alter table job add constraint job_state_check
    check (state in ('queued', 'running', 'paused', 'expiring', 'done', 'cancelled', 'deleting'));
alter table job add constraint job_owner check ((tenant is null) = (state = 'deleting'));
alter table job add column deleted_items integer not null default 0; -- positions below it are gone

-- Retention: whose time is over.
create index job_finished on job (finished_at) where state in ('done', 'cancelled');
-- Retention: what is being deleted.
create index job_deleting on job (finished_at) where state = 'deleting';
-- Retention: parked messages, where they are to be deleted at all.
create index parked_message_age on parked_message (parked_at);
