-- A worker is drained by an operator who wants to work on it, and disabled when it is not to be trusted: either order keeps it from work.
alter table worker_order add column kind text not null default 'DRAIN' check (kind in ('DRAIN', 'DISABLE'));
alter table worker_order alter column kind drop default;
alter table worker_order drop constraint worker_order_pkey;
alter table worker_order add primary key (worker_name, kind);

-- Self-tests of workers: real sandboxes on their own engine, and what came of each check. An API asks, the worker of that name answers.
create table self_test (
  id          uuid primary key,
  worker_name text not null,
  state       text not null check (state in ('WAITING', 'RUNNING', 'PASSED', 'FAILED', 'INCOMPLETE')),
  asked_by    text not null,
  worker_id   text,
  sandbox     text not null default '',
  message     text not null default '',
  created_at  timestamptz not null default clock_timestamp(),
  started_at  timestamptz,
  finished_at timestamptz,
  constraint self_test_finished_exactly_at_its_end
    check ((state in ('WAITING', 'RUNNING')) = (finished_at is null)),
  constraint self_test_runs_somewhere check (state <> 'RUNNING' or num_nulls(worker_id, started_at) = 0)
);
comment on column self_test.worker_id is 'the life of the worker that took it';
comment on column self_test.sandbox is 'how its sandboxes were made, for people';
comment on column self_test.message is 'why it is incomplete';
create unique index self_test_one_at_a_time on self_test (worker_name) where finished_at is null;
create index self_test_page on self_test (worker_name, created_at desc, id desc);

create table self_test_check (
  self_test_id uuid not null references self_test on delete cascade,
  place        integer not null check (place > 0),
  name         text not null,
  title        text not null,
  expected     text not null,
  result       text not null check (result in ('PASSED', 'FAILED', 'NOT_RUN')),
  got          text not null,
  complaints   text[] not null,
  took_micros  bigint not null check (took_micros >= 0),
  ended_at     timestamptz not null default clock_timestamp(),
  primary key (self_test_id, place),
  constraint self_test_check_complains_exactly_when_failed
    check ((result = 'FAILED') = (cardinality(complaints) > 0))
);
comment on column self_test_check.got is 'what came, in words; why nothing did where it was not run; may quote output of the check''s program';
