-- Verifications of problems: all solutions of the jury judged, in one table. The submissions they consist of are ordinary ones.
create table verification (
  id          uuid primary key,
  tenant_id   uuid not null references tenant,
  problem     text not null,
  version     text not null check (version ~ '^[0-9a-f]{64}$'),
  state       text not null check (state in ('RUNNING', 'DONE', 'FAILED')),
  message     text not null default '',
  report      jsonb not null,
  owner       text,
  lease_until timestamptz,
  created_at  timestamptz not null default now(),
  finished_at timestamptz,
  constraint verification_runs_or_has_ended check (
    case when state = 'RUNNING'
      then num_nulls(owner, lease_until) = 0 and finished_at is null
      else num_nulls(owner, lease_until) = 2 and finished_at is not null end)
);
comment on column verification.report is 'as far as it has come, in the form of StoredReport';
comment on column verification.owner is 'process that works on it; another one takes over when lease_until has passed';

create index verification_page on verification (tenant_id, problem, created_at desc, id desc);
create index verification_silent on verification (lease_until) where state = 'RUNNING';

-- Time limits that a verification has derived, for versions whose package gives none. The only thing about a version that may change.
create table problem_time_limit (
  tenant_id   uuid not null,
  problem_id  text not null,
  version     text not null,
  limit_nanos bigint not null check (limit_nanos > 0),
  derived_at  timestamptz not null default now(),
  primary key (tenant_id, problem_id, version),
  foreign key (tenant_id, problem_id, version) references problem_version on delete cascade
);
