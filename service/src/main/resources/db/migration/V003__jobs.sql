-- The queue. A job is the place of some work in the queue; what the work is about is another table's business.
create table job (
  id               bigint generated always as identity primary key,
  kind             text not null,
  subject          uuid not null,
  tenant_id        uuid not null,
  state            text not null check (state in ('QUEUED', 'RUNNING', 'DONE')),
  order_at         timestamptz not null,
  attempt          integer not null default 0,
  lease_owner      text,
  lease_until      timestamptz,
  lease_epoch      bigint not null default 0,
  cancel_requested boolean not null default false,
  enqueued_at      timestamptz not null default now(),
  started_at       timestamptz,
  finished_at      timestamptz,
  constraint job_leased_exactly_while_running
    check ((state = 'RUNNING') = (lease_owner is not null) and (state = 'RUNNING') = (lease_until is not null)),
  constraint job_finished_exactly_when_done
    check ((state = 'DONE') = (finished_at is not null))
) with (
  fillfactor = 70,
  autovacuum_vacuum_scale_factor = 0.01,
  autovacuum_vacuum_insert_scale_factor = 0.05,
  autovacuum_vacuum_cost_delay = 0
);
comment on table job is 'No foreign keys: the row of the subject, written in the same statement, has checked the tenant';
comment on column job.order_at is 'place in the tenant''s line: time of enqueueing less the head start of its band; later than now = not due yet';
comment on column job.lease_epoch is 'fencing token: grows with every claim';
comment on column job.attempt is 'tries begun that count';

create unique index job_subject on job (subject);
-- The line of each tenant. Holds everything a claim decides by, and nothing of jobs that do not wait.
create index job_queued on job (kind, tenant_id, order_at, id) where state = 'QUEUED';
-- A handful of rows: heartbeats, caps and expired leases. Not by lease_until, so that a heartbeat touches no index.
create index job_running on job (tenant_id) where state = 'RUNNING';
create index job_page_of_open on job (tenant_id, state, enqueued_at desc, subject desc) where state <> 'DONE';

-- What happened each time. Written once, at the end of an attempt.
create table attempt (
  job_id      bigint not null references job on delete cascade,
  epoch       bigint not null,
  number      integer not null,
  worker      text not null,
  outcome     text not null check (outcome in ('DONE', 'FAILED', 'LOST', 'GIVEN_BACK', 'GAVE_UP')),
  detail      text not null default '',
  started_at  timestamptz not null,
  finished_at timestamptz not null default now(),
  primary key (job_id, epoch)
);
comment on column attempt.outcome is 'DONE: it has its result; FAILED: our own fault; LOST: the worker fell silent; GIVEN_BACK: the worker was stopped, does not count; GAVE_UP: no further try';

-- Who works, for the operator's page and for a worker that comes back.
create table worker (
  id           text primary key,
  name         text not null,
  slots        integer not null,
  running      integer not null default 0,
  version      text not null,
  draining     boolean not null default false,
  started_at   timestamptz not null default now(),
  heartbeat_at timestamptz not null default now()
);
comment on column worker.id is 'one life of a worker: its name and a random part';
create index worker_name on worker (name);
