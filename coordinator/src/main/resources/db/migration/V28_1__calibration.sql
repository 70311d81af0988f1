-- What a confidence is worth: fitted on held-out rows, for one adapter in one numeric mode and one schema. The newest
-- is given to jobs when they are submitted.
create table calibration (
    id           uuid primary key,
    adapter_id   uuid not null references adapter on delete cascade,
    quantization text not null,
    schema_hash  text not null,
    curves       text not null,              -- JSON: dev.winnow.coordinator.calibration.Calibration
    made_at      timestamptz not null
);
-- Submissions: the newest.
create index calibration_of on calibration (adapter_id, quantization, schema_hash, made_at desc);

-- By which a job's results are calibrated; null for the model's own confidences. No foreign key: jobs outlive adapters.
alter table job add column calibration_id uuid;

-- What was found of a run's confidences: JSON, for its adapter's card.
alter table evaluation_run add column calibration text;
-- Rows that neither a calibration is fitted on nor a gate looks at: by them is told how wrong a calibration is.
alter table evaluation_row add column reserved boolean not null default false;
