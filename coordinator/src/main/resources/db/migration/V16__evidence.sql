-- What speaks for an output's values: how sure the model was of each, and where each stands in the input.
-- JSON text as results give it out: {"confidence": {pointer: number}, "spans": {pointer: [from, to] or null}}.
alter table result add column evidence text;
