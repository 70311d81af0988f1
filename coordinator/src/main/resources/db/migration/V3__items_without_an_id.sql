-- An item that was given no id has its position as id. Stored as null: keys that would come in the order of text
-- ("0", "1", "10", "100", ...) made the index of external ids half of a submission's cost.
alter table item alter column external_id drop not null;
