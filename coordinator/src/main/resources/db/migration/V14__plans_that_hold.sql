-- Statements must find few rows by an index whatever the server knows of the tables: right after a large submission it
-- knows nothing. See docs/decisions/0010.

-- Whether an item of the job is another's twin: where none is, nobody looks for them.
alter table job add column twins boolean not null default false;
update job set twins = exists (select 1 from item where item.job_id = job.id and item.twin_of is not null);

-- As before checked once, after the copy; but items without an id, which have their position as id, cost nothing here.
-- A unique constraint cannot leave rows out.
alter table item drop constraint item_external_id;
alter table item add constraint item_external_id
    exclude using btree (job_id with =, external_id with =) where (external_id is not null)
    deferrable initially deferred;
