-- Trainings that begin by themselves. What is due stands here; Quartz only wakes somebody to look.
create table schedule (
    id               uuid primary key,
    tenant           text not null,
    name             text not null,
    cron_text        text not null,          -- as its user wrote it
    cron             text not null,          -- as Quartz reads it
    zone             text not null,
    dataset          text,                   -- whose newest version is trained on
    imported         text,                   -- JSON: what to import first, instead
    least_new_rows   integer not null,
    training         text not null,          -- JSON: settings of its trainings
    missed           text not null check (missed in ('once', 'skip')),
    paused           boolean not null,
    next_at          timestamptz,            -- null while it is paused, and when its cron is over
    last_training_id uuid,                   -- no foreign key: trainings are deleted by themselves
    last_dataset_id  uuid,                   -- what that one has
    good_dataset_id  uuid,                   -- what the one before it has: the last may have failed
    created_at       timestamptz not null,
    unique (tenant, name),
    check ((dataset is null) <> (imported is null)),
    check (not (paused and next_at is not null))
);
-- Rounds: what is due, and nobody was woken for.
create index schedule_due on schedule (next_at) where next_at is not null;

-- What schedules have done, and are to do: one run for each time of each.
create table schedule_run (
    id          bigint generated always as identity primary key,
    schedule_id uuid not null references schedule on delete cascade,
    planned_at  timestamptz not null,
    fired_at    timestamptz not null,
    due_at      timestamptz not null,        -- when it is tried next
    attempts    integer not null default 0,  -- that have failed with what may pass
    kind        text not null check (kind in ('planned', 'late', 'asked')),
    state       text not null check (state in ('due', 'trained', 'skipped', 'failed')),
    ended_at    timestamptz,
    dataset     text,
    new_rows    integer,
    training_id uuid,
    code        text,                        -- why there is no training, or none yet
    detail      text,
    remedy      text,
    unique (schedule_id, planned_at),        -- whoever fires, and how often: one run; also serves the history
    check ((state = 'due') = (ended_at is null)),
    check ((state = 'trained') = (training_id is not null))
);
-- Rounds: what is to be done.
create index schedule_run_due on schedule_run (due_at) where state = 'due';

-- Among the trainings of a base, the highest first; below 0 only while nothing is extracted with it.
alter table training add column priority integer not null default 0;

-- Quartz's own, as its tables_postgres.sql (2.5.2) has them; of its indexes the one that it asks all the time by, as
-- schedules are few.
create table quartz_job_details (
    sched_name        varchar(120) not null,
    job_name          varchar(200) not null,
    job_group         varchar(200) not null,
    description       varchar(250),
    job_class_name    varchar(250) not null,
    is_durable        boolean not null,
    is_nonconcurrent  boolean not null,
    is_update_data    boolean not null,
    requests_recovery boolean not null,
    job_data          bytea,
    primary key (sched_name, job_name, job_group)
);
create table quartz_triggers (
    sched_name     varchar(120) not null,
    trigger_name   varchar(200) not null,
    trigger_group  varchar(200) not null,
    job_name       varchar(200) not null,
    job_group      varchar(200) not null,
    description    varchar(250),
    next_fire_time bigint,
    prev_fire_time bigint,
    priority       integer,
    trigger_state  varchar(16) not null,
    trigger_type   varchar(8) not null,
    start_time     bigint not null,
    end_time       bigint,
    calendar_name  varchar(200),
    misfire_instr  smallint,
    job_data       bytea,
    primary key (sched_name, trigger_name, trigger_group),
    foreign key (sched_name, job_name, job_group) references quartz_job_details
);
create index quartz_triggers_next on quartz_triggers (sched_name, trigger_state, next_fire_time);

create table quartz_simple_triggers (
    sched_name      varchar(120) not null,
    trigger_name    varchar(200) not null,
    trigger_group   varchar(200) not null,
    repeat_count    bigint not null,
    repeat_interval bigint not null,
    times_triggered bigint not null,
    primary key (sched_name, trigger_name, trigger_group),
    foreign key (sched_name, trigger_name, trigger_group) references quartz_triggers
);
create table quartz_cron_triggers (
    sched_name      varchar(120) not null,
    trigger_name    varchar(200) not null,
    trigger_group   varchar(200) not null,
    cron_expression varchar(120) not null,
    time_zone_id    varchar(80),
    primary key (sched_name, trigger_name, trigger_group),
    foreign key (sched_name, trigger_name, trigger_group) references quartz_triggers
);
create table quartz_simprop_triggers (
    sched_name    varchar(120) not null,
    trigger_name  varchar(200) not null,
    trigger_group varchar(200) not null,
    str_prop_1    varchar(512),
    str_prop_2    varchar(512),
    str_prop_3    varchar(512),
    int_prop_1    integer,
    int_prop_2    integer,
    long_prop_1   bigint,
    long_prop_2   bigint,
    dec_prop_1    numeric(13, 4),
    dec_prop_2    numeric(13, 4),
    bool_prop_1   boolean,
    bool_prop_2   boolean,
    primary key (sched_name, trigger_name, trigger_group),
    foreign key (sched_name, trigger_name, trigger_group) references quartz_triggers
);
create table quartz_blob_triggers (
    sched_name    varchar(120) not null,
    trigger_name  varchar(200) not null,
    trigger_group varchar(200) not null,
    blob_data     bytea,
    primary key (sched_name, trigger_name, trigger_group),
    foreign key (sched_name, trigger_name, trigger_group) references quartz_triggers
);
create table quartz_calendars (
    sched_name    varchar(120) not null,
    calendar_name varchar(200) not null,
    calendar      bytea not null,
    primary key (sched_name, calendar_name)
);
create table quartz_paused_trigger_grps (
    sched_name    varchar(120) not null,
    trigger_group varchar(200) not null,
    primary key (sched_name, trigger_group)
);
create table quartz_fired_triggers (
    sched_name        varchar(120) not null,
    entry_id          varchar(95) not null,
    trigger_name      varchar(200) not null,
    trigger_group     varchar(200) not null,
    instance_name     varchar(200) not null,
    fired_time        bigint not null,
    sched_time        bigint not null,
    priority          integer not null,
    state             varchar(16) not null,
    job_name          varchar(200),
    job_group         varchar(200),
    is_nonconcurrent  boolean,
    requests_recovery boolean,
    primary key (sched_name, entry_id)
);
create table quartz_scheduler_state (
    sched_name        varchar(120) not null,
    instance_name     varchar(200) not null,
    last_checkin_time bigint not null,
    checkin_interval  bigint not null,
    primary key (sched_name, instance_name)
);
create table quartz_locks (
    sched_name varchar(120) not null,
    lock_name  varchar(40) not null,
    primary key (sched_name, lock_name)
);
