-- Overview: items that ended lately and those of them with an error, each as of rate_at; older ones count less (Lately).
-- In the job's row, which each group of results updates anyway, and as rate in no index.
alter table job add column lately_ended double precision not null default 0;
alter table job add column lately_failed double precision not null default 0;
