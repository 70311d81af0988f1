-- Planner: the last job that ended with the same schema on the same model. Its rate column changes with each message
-- and must stay out of every index.
create index job_alike on job (tenant, schema_hash, model, quantization, finished_at) where state = 'done';
