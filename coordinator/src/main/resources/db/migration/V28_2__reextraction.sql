-- The job whose unsure items this one extracts again; its ids are that one's. No foreign key: jobs are deleted.
alter table job add column origin_id uuid;
