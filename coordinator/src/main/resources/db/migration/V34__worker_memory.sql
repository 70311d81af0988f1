-- As of a worker's last heartbeat; null where it does not say, as workers of before do not.
alter table worker add column resident_bytes bigint;
alter table worker add column budget_bytes bigint;
