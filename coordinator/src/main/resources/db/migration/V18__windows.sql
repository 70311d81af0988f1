-- How a job's long inputs are cut; null where they are not to be.
alter table job add column window_prompt_tokens integer check (window_prompt_tokens > 0);
alter table job add column window_overlap_tokens integer check (window_overlap_tokens >= 0);
alter table job add constraint job_windows check ((window_prompt_tokens is null) = (window_overlap_tokens is null));
