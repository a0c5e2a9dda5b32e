-- Continuous integration: what was asked, what was planned, what was tried.
create table ci_project (
  id         uuid primary key,
  tenant_id  uuid not null references tenant,
  name       text not null check (length(name) between 1 and 255),
  runs       bigint not null default 0,
  created_at timestamptz not null default now(),
  constraint ci_project_name unique (tenant_id, name)
);
comment on column ci_project.runs is 'how many runs there were; the last one''s number';

create table ci_run (
  id                uuid primary key,
  tenant_id         uuid not null references tenant,
  project_id        uuid not null references ci_project,
  -- JSON below is text: it may hold U+0000, escaped, which jsonb refuses.
  number            bigint not null,
  name              text not null,
  ref               text not null,
  sha               text not null,
  cause             text not null,
  trusted           boolean not null,
  priority          integer not null,
  source            text not null,
  variables         text not null,
  config            text not null,
  config_digest     text not null check (config_digest ~ '^[0-9a-f]{64}$'),
  plan              text not null,
  state             text not null
    check (state in ('pending', 'waiting', 'running', 'blocked', 'success', 'failed', 'canceled')),
  warnings          boolean not null default false,
  cancel_reason     text,
  ends_on_failure   boolean not null,
  concurrency_group text,
  concurrency_limit integer check (concurrency_limit > 0),
  version           bigint not null default 0,
  idempotency_hash  bytea check (length(idempotency_hash) = 32),
  request_hash      bytea check (length(request_hash) = 32),
  created_at        timestamptz not null default now(),
  started_at        timestamptz,
  finished_at       timestamptz,
  constraint ci_run_number unique (project_id, number),
  constraint ci_run_finished_exactly_at_its_end
    check ((state in ('success', 'failed', 'canceled')) = (finished_at is not null)),
  constraint ci_run_key_with_request check ((idempotency_hash is null) = (request_hash is null))
);
comment on column ci_run.config is 'what the plan was made of, as it came; for the record and for running it again';
comment on column ci_run.version is 'grows with each change: tells events apart that arrive out of order';
create unique index ci_run_idempotency on ci_run (tenant_id, idempotency_hash) where idempotency_hash is not null;
create index ci_run_page on ci_run (tenant_id, created_at desc, id desc);
create index ci_run_page_of_project on ci_run (project_id, created_at desc, id desc);
create index ci_run_group on ci_run (project_id, concurrency_group, number)
  where concurrency_group is not null and state in ('pending', 'waiting', 'running', 'blocked');
create index ci_run_waiting on ci_run (created_at) where state = 'waiting';
create index ci_run_of_ref on ci_run (project_id, ref) where finished_at is null;

create table ci_job (
  id              uuid primary key,
  run_id          uuid not null references ci_run on delete cascade,
  tenant_id       uuid not null references tenant,
  project_id      uuid not null references ci_project,
  position        integer not null,
  name            text not null check (length(name) between 1 and 255),
  stage           text not null,
  stage_index     integer not null,
  needs           text[],
  condition       text not null check (condition in ('on_success', 'on_failure', 'always', 'manual', 'delayed')),
  start_in        interval not null,
  may_fail        boolean not null,
  may_fail_codes  integer[] not null,
  queue_timeout   interval not null,
  plan            text not null,
  state           text not null
    check (state in ('created', 'manual', 'scheduled', 'waiting_resource', 'queued', 'preparing', 'running', 'finishing',
      'canceling', 'success', 'failed', 'canceled', 'skipped')),
  start_at        timestamptz,
  queue_until     timestamptz,
  resource_group  text,
  interruptible   boolean not null,
  attempts        integer not null default 0,
  user_retries    integer not null default 0,
  infra_retries   integer not null default 0,
  attempt_id      uuid,
  failure_class   text,
  failure_reason  text,
  failure_message text,
  exit_code       integer,
  signal          text,
  coverage        numeric,
  cancel_reason   text,
  started_at      timestamptz,
  finished_at     timestamptz,
  constraint ci_job_position unique (run_id, position),
  constraint ci_job_name unique (run_id, name),
  constraint ci_job_finished_exactly_at_its_end
    check ((state in ('success', 'failed', 'canceled', 'skipped')) = (finished_at is not null)),
  constraint ci_job_scheduled_has_a_time check (state <> 'scheduled' or start_at is not null)
);
comment on column ci_job.needs is 'names of the jobs it waits for; null: those of all earlier stages';
comment on column ci_job.attempt_id is 'the last attempt: the job''s result is its';
create index ci_job_due on ci_job (start_at) where state = 'scheduled';
create index ci_job_never_started on ci_job (queue_until) where state in ('queued', 'waiting_resource');
create index ci_job_resource on ci_job (project_id, resource_group)
  where resource_group is not null
    and state in ('waiting_resource', 'queued', 'preparing', 'running', 'finishing', 'canceling');

create table ci_attempt (
  id              uuid primary key,
  job_id          uuid not null references ci_job on delete cascade,
  run_id          uuid not null references ci_run on delete cascade,
  number          integer not null check (number > 0),
  cause           text not null check (cause in ('first', 'infra', 'retry', 'manual')),
  state           text not null
    check (state in ('queued', 'preparing', 'running', 'finishing', 'canceling', 'success', 'failed', 'canceled')),
  cancel_mode     text not null default 'none' check (cancel_mode in ('none', 'graceful', 'force')),
  cancel_reason   text,
  cancel_at       timestamptz,
  worker          text,
  failure_class   text,
  failure_reason  text,
  failure_message text,
  exit_code       integer,
  signal          text,
  log_bytes       bigint not null default 0,
  images          text not null default '[]',
  denied          text not null default '[]',
  created_at      timestamptz not null default now(),
  started_at      timestamptz,
  finished_at     timestamptz,
  constraint ci_attempt_number unique (job_id, number),
  constraint ci_attempt_finished_exactly_at_its_end
    check ((state in ('success', 'failed', 'canceled')) = (finished_at is not null))
);
comment on column ci_attempt.denied is 'connections that the network policy refused: [{host, port}]';
create index ci_attempt_run on ci_attempt (run_id);
create index ci_attempt_canceling on ci_attempt (cancel_at) where state = 'canceling';

create table ci_step (
  attempt_id  uuid not null references ci_attempt on delete cascade,
  position    integer not null,
  phase       text not null,
  name        text not null,
  started_at  timestamptz not null,
  finished_at timestamptz,
  exit_code   integer,
  log_start   bigint not null,
  primary key (attempt_id, position)
);

-- What happened, for people and for whoever follows.
create table ci_event (
  id         bigint generated always as identity primary key,
  tenant_id  uuid not null,
  run_id     uuid not null references ci_run on delete cascade,
  job_id     uuid,
  attempt_id uuid,
  kind       text not null,
  detail     text not null default '{}',
  at         timestamptz not null default now()
);
create index ci_event_run on ci_event (run_id, id);
create index ci_event_tenant on ci_event (tenant_id, id);
