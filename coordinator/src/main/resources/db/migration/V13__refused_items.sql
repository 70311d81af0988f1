-- Items that were refused when they were submitted, among others that were not: they failed then, and are not tried
-- again, since their text is not kept.
alter table job add column refused integer not null default 0 check (refused >= 0 and refused <= item_count);
