-- Who is told when a submission is done. A row is claimed for a while by whoever delivers it, and outlives restarts.
create table callback (
  id            bigint generated always as identity primary key,
  submission_id uuid not null references submission on delete cascade,
  url           text not null check (length(url) between 1 and 4096),
  format        text not null,
  attempts      integer not null default 0,
  next_at       timestamptz not null default now(),
  ended_at      timestamptz,
  outcome       text not null default ''
);
comment on column callback.format is 'who writes what is sent';
comment on column callback.next_at is 'not tried before; while it is being delivered: when the claim ends';
comment on column callback.outcome is 'what the last try ended with, for the operator';
create index callback_of_submission on callback (submission_id);
create index callback_open on callback (next_at) where ended_at is null;
