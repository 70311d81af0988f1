-- Costs: tokens of what has an output, counted with succeeded and failed. Jobs of before begin at 0.
alter table job add column input_tokens bigint not null default 0;
alter table job add column output_tokens bigint not null default 0;

-- Costs: what was submitted lately, of all tenants; what a fleet costs is shared by tokens.
create index job_created on job (created_at);
