-- Statements must find few rows by an index whatever the server knows of the tables: right after a large submission it
-- knows nothing. See docs/decisions/0010.

-- Whether an item of the job is another's twin: where none is, nobody looks for them.
alter table job add column twins boolean not null default false;
update job set twins = exists (select 1 from item where item.job_id = job.id and item.twin_of is not null);

-- Uniqueness is looked at once, after the copy, which alone adds items. Serves that look alone; items without an id, which
-- have their position as id, cost nothing here.
alter table item drop constraint item_external_id;
create index item_external_id on item (job_id, external_id) where external_id is not null;
