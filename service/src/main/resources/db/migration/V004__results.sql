-- What came of it. Rows are only ever added.
create table result (
  submission_id uuid primary key references submission on delete cascade,
  tenant_id     uuid not null,
  submitted_at  timestamptz not null,
  verdict       text not null,
  message       text not null,
  compile       jsonb,
  sandbox       jsonb,
  tests         integer not null,
  cpu_nanos     bigint,
  memory_bytes  bigint,
  worker        text not null,
  created_at    timestamptz not null
);
comment on column result.tests is 'how many rows of test_result belong to it';
comment on column result.submitted_at is 'created_at of the submission, so that one index serves the pages of a verdict';
comment on column result.cpu_nanos is 'largest of all tests';
comment on column result.memory_bytes is 'largest of all tests';

create index result_page on result (tenant_id, submitted_at desc, submission_id desc);
create index result_page_of_verdict on result (tenant_id, verdict, submitted_at desc, submission_id desc);

-- The bulk: one row a test, with the first bytes of its output. Dropped by the month.
create table test_result (
  submission_id       uuid not null,
  number              integer not null,
  verdict             text not null,
  message             text not null,
  cpu_nanos           bigint,
  wall_nanos          bigint,
  memory_bytes        bigint,
  cgroup_memory_bytes bigint,
  exit_code           integer,
  signal              integer,
  limit_fired         text,
  stdout              bytea,
  stdout_bytes        bigint,
  stdout_sha256       bytea,
  stderr              bytea,
  stderr_bytes        bigint,
  stderr_sha256       bytea,
  created_at          timestamptz not null,
  primary key (submission_id, number, created_at),
  constraint test_result_measured_or_not
    check (num_nulls(cpu_nanos, wall_nanos, memory_bytes, stdout, stdout_bytes, stdout_sha256, stderr, stderr_bytes, stderr_sha256) in (0, 9))
) partition by range (created_at);
comment on table test_result is 'No foreign key: written in one statement with its result, and dropped by the month';
comment on column test_result.stdout is 'the first bytes, hostile; stdout_bytes tells how many there were';

-- Takes what no month is there for, so that nothing is ever refused.
create table test_result_other partition of test_result default;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are only ever added', tg_table_name;
end
$$;
create trigger submission_never_changes before update on submission for each row execute function refuse_change();
create trigger result_never_changes before update on result for each row execute function refuse_change();
create trigger test_result_never_changes before update on test_result for each row execute function refuse_change();

-- Makes the partitions of this month and the next ones, by the calendar of UTC. Rows that had to go elsewhere meanwhile are moved in.
create function prepare_test_result_months(ahead integer) returns integer language plpgsql as $$
declare
  month timestamp;
  part  text;
  made  integer := 0;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('prepare_test_result_months', 0)) then
    return 0;
  end if;
  for i in 0..ahead loop
    month := date_trunc('month', now() at time zone 'UTC') + make_interval(months => i);
    part := 'test_result_' || to_char(month, 'YYYY_MM');
    if to_regclass(part) is null then
      lock table test_result_other in access exclusive mode;
      execute format('create table %I (like test_result including all)', part);
      execute format(
        'with moved as (delete from test_result_other where created_at >= %L and created_at < %L returning *) insert into %I select * from moved',
        month at time zone 'UTC', (month + interval '1 month') at time zone 'UTC', part);
      execute format(
        'alter table test_result attach partition %I for values from (%L) to (%L)',
        part, month at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
      made := made + 1;
    end if;
  end loop;
  return made;
end
$$;
select prepare_test_result_months(2);
