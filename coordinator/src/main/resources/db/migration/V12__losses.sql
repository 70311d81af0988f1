-- Who held a single item alone when it was lost. Whether they died of it is asked when the next one is lost.
alter table shard add column lost_by uuid[] not null default '{}';

-- Whether its worker has said since the claim what it was decoding: what it did not name then did not hurt it.
alter table shard add column heard boolean not null default false;

-- A worker that went in good order: what it could not hand back is nobody's fault.
alter table worker add column signed_off boolean not null default false;
