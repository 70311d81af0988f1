-- A training across nodes is done in rounds of pieces: some parts, then one that averages what they bring. A piece is a
-- training of its own with a parent, so that it is handed out, leased, left a checkpoint of and lost as any other.
-- The parent itself is never handed out; Rounds moves it.
alter table training
    add column nodes       integer not null default 1,
    add column local_steps integer,                        -- of each node in a round; null where one worker does all
    add column leave_out   boolean not null default false, -- whether a part that is lost is left out of the mean
    add column round       integer,                        -- from 0; of a parent the one that is under way
    add column parent      uuid references training on delete cascade,
    add column part        integer,                        -- of a piece, from 0; null for the one that averages
    add column refusals    integer not null default 0,     -- how often a piece came to nothing through its node
    add column tokens      bigint,                         -- that a part has learned
    add column result_hash text,                           -- of the adapter that a piece has brought
    add column residual    double precision;               -- what the mean's rank has lost of it
-- A round has each part once, and one average.
create unique index training_piece on training (parent, round, (coalesce(part, -1))) where parent is not null;
-- Rounds: what is to be looked at each second.
create index training_rounds on training (created_at)
    where local_steps is not null and parent is null and state in ('queued', 'running');

-- Nodes whose pieces came to nothing, for people, and so that others go first.
create table training_refusal (
    training_id uuid not null references training on delete cascade, -- the parent
    piece       uuid not null,
    round       integer not null,
    part        integer,
    attempt     integer not null,
    worker_name text,
    code        text not null,
    reason      text not null,
    at          timestamptz not null
);
create index training_refusal_of on training_refusal (training_id, at);
create index training_refusal_piece on training_refusal (piece, at);
