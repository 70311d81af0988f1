-- An item that asks just the same as an earlier one of its job is computed with that one: it has no text of its own and
-- belongs to no shard.
alter table item add column twin_of integer;
-- Recorder: who ends with an item. Empty for jobs without repetitions.
create index item_twins on item (job_id, twin_of) where twin_of is not null;
