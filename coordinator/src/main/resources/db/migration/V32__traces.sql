-- Traces: the span of the request that brought the job, as a W3C traceparent; where nothing is traced there is none.
alter table job add column trace_parent text check (trace_parent ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$');
