-- Judging again. What a rejudging finds is in submissions of its own, the trials; applying it replaces results and keeps the old ones.
alter table submission add column trial boolean not null default false;
comment on column submission.trial is 'asked for by the service itself, to measure or to judge again: no list shows it';

alter table result add column tests_of uuid;
comment on column result.tests_of is 'trial whose result this is, where a rejudging was applied: its rows of test_result are this result''s. created_at is theirs, too';

create table rejudging (
  id         uuid primary key,
  tenant_id  uuid not null references tenant,
  reason     text not null,
  filter     jsonb not null,
  rounds     integer not null check (rounds between 1 and 20),
  state      text not null check (state in ('OPEN', 'APPLIED', 'DISCARDED')),
  created_at timestamptz not null default now(),
  ended_at   timestamptz,
  constraint rejudging_is_open_or_has_ended check ((state = 'OPEN') = (ended_at is null))
);
comment on column rejudging.rounds is 'how often each submission is judged again; the first round counts, the others show flakiness';
create index rejudging_page on rejudging (tenant_id, created_at desc, id desc);

create table rejudging_item (
  rejudging_id  uuid not null references rejudging on delete cascade,
  submission_id uuid not null references submission on delete cascade,
  round         integer not null,
  trial_id      uuid references submission on delete cascade,
  failure       text,
  primary key (rejudging_id, submission_id, round),
  check (trial_id is null or failure is null)
);
comment on column rejudging_item.failure is 'why it could not be judged again';
create index rejudging_item_to_submit on rejudging_item (rejudging_id, submission_id, round) where trial_id is null and failure is null;
create index rejudging_item_of_submission on rejudging_item (submission_id);
create index rejudging_item_of_trial on rejudging_item (trial_id);

-- Results that were replaced, as they were.
create table former_result (
  like result,
  rejudging_id uuid not null references rejudging,
  replaced_at  timestamptz not null default now(),
  primary key (submission_id, rejudging_id),
  foreign key (submission_id) references submission on delete cascade
);
create trigger former_result_never_changes before update on former_result for each row execute function refuse_change();
