-- A schedule may have a gate: what it has trained is evaluated beside the champion, judged, and promoted or not.
alter table schedule add column gate text;   -- JSON: dev.winnow.coordinator.schedule.ScheduleGate

alter table schedule_run
    add column candidate     text,           -- the adapter that came out: name@1
    add column champion      text,           -- that it is held against; null for the model alone
    add column evaluation_id uuid,           -- no foreign key: evaluations are deleted by themselves
    add column judgement     text;           -- JSON: the report

-- A run's state is moved by RunEvent alone; the checks say what each state knows.
alter table schedule_run drop constraint schedule_run_state_check;
alter table schedule_run drop constraint schedule_run_check;
alter table schedule_run drop constraint schedule_run_check1;
alter table schedule_run
    add check (state in ('due', 'training', 'evaluating', 'trained', 'promoted', 'waiting', 'kept', 'skipped', 'failed')),
    add check ((state in ('due', 'training', 'evaluating')) = (ended_at is null)),
    add check (training_id is not null or state in ('due', 'skipped', 'failed')),
    add check (state <> 'evaluating' or (candidate is not null and evaluation_id is not null));

-- Rounds: what waits for a training or an evaluation to end.
create index schedule_run_judging on schedule_run (due_at) where state in ('training', 'evaluating');

-- What a schedule has done is in the audit as what people do, without a key.
alter table audit alter column key_id drop not null;
