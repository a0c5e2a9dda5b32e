-- Security drills: the attack suite made against this installation, and what came of each attack. The submissions they consist of are ordinary ones.
create table drill (
  id          uuid primary key,
  tenant_id   uuid not null references tenant,
  tier        text not null,
  selection   text[] not null,
  state       text not null check (state in ('RUNNING', 'DONE', 'CANCELLED', 'INTERRUPTED')),
  message     text not null default '',
  begun_by    text not null,
  owner       text,
  lease_until timestamptz,
  created_at  timestamptz not null default now(),
  finished_at timestamptz,
  constraint drill_runs_or_has_ended check (
    case when state = 'RUNNING'
      then num_nulls(owner, lease_until) = 0 and finished_at is null
      else num_nulls(owner, lease_until) = 2 and finished_at is not null end)
);
comment on column drill.selection is 'ids of attacks and letters of families as they were asked for; empty = all';
comment on column drill.owner is 'process that works on it; another one takes over when lease_until has passed';
create unique index drill_one_at_a_time on drill ((true)) where state = 'RUNNING';
create index drill_page on drill (created_at desc, id desc);

create table drill_outcome (
  drill_id      uuid not null references drill on delete cascade,
  place         integer not null check (place > 0),
  attack        text not null,
  title         text not null,
  why           text not null,
  expected      text not null,
  state         text not null check (state in ('WAITING', 'HELD', 'BROKEN', 'NOT_RUN', 'NOT_PART')),
  got           text not null default '',
  complaints    text[] not null default '{}',
  note          text not null default '',
  submission_id uuid,
  honest_id     uuid,
  worker        text not null default '',
  ended_at      timestamptz,
  primary key (drill_id, place),
  unique (drill_id, attack),
  constraint drill_outcome_says_why check (
    case state
      when 'BROKEN' then cardinality(complaints) > 0
      when 'NOT_RUN' then note <> ''
      when 'NOT_PART' then note <> ''
      else cardinality(complaints) = 0 end)
);
comment on column drill_outcome.complaints is 'what did not come as expected; may quote hostile output';
comment on column drill_outcome.note is 'why it was not run, or what could not be looked at';
comment on column drill_outcome.submission_id is 'the attack; no foreign key, for submissions are deleted before drills';
comment on column drill_outcome.honest_id is 'the honest program that was judged after it';
