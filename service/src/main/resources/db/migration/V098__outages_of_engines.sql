-- A worker whose engine gives no sandboxes takes no work, and says so: for people, by its heartbeat.
alter table worker
  add column outage text check (length(outage) between 1 and 1000),
  add column outage_since timestamptz,
  add constraint worker_outage_has_a_beginning check ((outage is null) = (outage_since is null));
comment on column worker.outage is 'why it can do no work now, in words of its engine';

-- An attempt that an outage has ended is made again, and counts neither as one of ours that failed nor as one that the job asked for.
alter table ci_attempt drop constraint ci_attempt_cause_check;
alter table ci_attempt add constraint ci_attempt_cause_check check (cause in ('first', 'infra', 'outage', 'retry', 'manual'));
