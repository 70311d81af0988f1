-- A job can be held up.
alter table job drop constraint job_state_check;
alter table job add constraint job_state_check check (state in ('queued', 'running', 'paused', 'done', 'cancelled'));
