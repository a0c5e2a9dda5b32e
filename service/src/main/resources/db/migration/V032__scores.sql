-- What only submissions against a problem have. Decimal: a score is what the jury wrote, not the nearest double.
alter table result
  add column score  numeric,
  add column groups jsonb;
comment on column result.groups is 'groups of the problem with their verdicts and scores, the root last; null where the submission brought its own tests';

alter table test_result
  add column path             text,
  add column test_group       text,
  add column score            numeric,
  add column judge_message    text,
  add column team_message     text,
  add column passes           integer check (passes >= 0),
  add column other_verdict    text,
  add column other_cpu_nanos  bigint,
  add column other_wall_nanos bigint,
  add constraint test_result_of_a_problem_or_not
    check (num_nulls(path, test_group, judge_message, team_message, passes) in (0, 5)),
  add constraint test_result_other_run_or_not
    check (num_nulls(other_verdict, other_cpu_nanos, other_wall_nanos) in (0, 3));
comment on column test_result.path is 'of the test in its problem; null where the submission brought its own tests';
comment on column test_result.judge_message is 'what the checker said to the jury: hostile text made safe';
comment on column test_result.other_verdict is 'of the run that did not count, where a run near the time limit was repeated';

-- Versions of problems that can't be judged, because a program of the jury's is broken. No foreign key: what is said of a
-- version outlives it.
create table quarantine (
  tenant_id      uuid not null references tenant,
  problem        text not null,
  version        text not null,
  reason         text not null,
  evidence       text not null,
  quarantined_at timestamptz not null default now(),
  primary key (tenant_id, problem, version)
);
comment on column quarantine.evidence is 'what the broken program did and said: hostile text made safe';
