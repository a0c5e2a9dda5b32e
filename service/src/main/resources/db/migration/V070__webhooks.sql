-- Who is told of what happens to runs and jobs. A delivery is written by the statement that records the event, so neither exists without the other.
create table webhook (
  id              uuid primary key,
  tenant_id       uuid not null references tenant,
  url             text not null check (length(url) between 1 and 2048),
  events          text[] not null check (cardinality(events) between 1 and 32),
  project         text check (length(project) between 1 and 255),
  hub_signature   boolean not null default false,
  secret          bytea not null check (length(secret) = 32),
  former_secret   bytea check (length(former_secret) = 32),
  former_until    timestamptz,
  disabled_at     timestamptz,
  disabled_reason text not null default '',
  created_at      timestamptz not null default now(),
  constraint webhook_former_secret_ends check ((former_secret is null) = (former_until is null))
);
comment on column webhook.secret is 'signs what is sent, so it can''t be kept as a hash; no answer shows it again';
comment on column webhook.project is 'only of this project; null: of all';
create index webhook_page on webhook (tenant_id, created_at desc, id desc);

create table webhook_delivery (
  id          uuid primary key,
  webhook_id  uuid not null references webhook on delete cascade,
  type        text not null,
  body        text not null,
  state       text not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
  attempts    integer not null default 0,
  tries       integer not null default 0,
  next_at     timestamptz not null default now(),
  created_at  timestamptz not null default now(),
  ended_at    timestamptz,
  constraint webhook_delivery_ended_exactly_when_not_pending check ((state = 'pending') = (ended_at is null))
);
comment on column webhook_delivery.attempts is 'all calls so far';
comment on column webhook_delivery.tries is 'calls since it was last asked for; says when the next one is, and whether there is one';
comment on column webhook_delivery.next_at is 'not tried before; while it is being delivered: when the claim ends';
create index webhook_delivery_page on webhook_delivery (webhook_id, created_at desc, id desc);
create index webhook_delivery_open on webhook_delivery (next_at) where state = 'pending';
create index webhook_delivery_ended on webhook_delivery (ended_at) where state <> 'pending';

create table webhook_attempt (
  delivery_id uuid not null references webhook_delivery on delete cascade,
  number      integer not null check (number > 0),
  at          timestamptz not null default now(),
  millis      integer not null check (millis >= 0),
  status      integer check (status between 100 and 599),
  outcome     text not null,
  answer      text not null default '',
  primary key (delivery_id, number)
);
comment on column webhook_attempt.answer is 'how what was answered begins: hostile text';

create function webhook_outbox() returns trigger language plpgsql as $$
begin
  insert into webhook_delivery (id, webhook_id, type, body)
  select gen_random_uuid(), w.id, new.kind,
    json_strip_nulls(json_build_object(
      'type', new.kind,
      'timestamp', to_char(new.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      'data', json_build_object(
        'sequence', new.id,
        'run', json_build_object('id', r.id, 'project', p.name, 'number', r.number, 'ref', r.ref, 'sha', r.sha,
          'cause', r.cause, 'state', r.state, 'version', r.version, 'url', '/api/v1/runs/' || r.id),
        'job', case when j.id is not null then json_build_object('id', j.id, 'name', j.name, 'stage', j.stage,
          'state', j.state, 'attempts', j.attempts, 'failureClass', j.failure_class, 'failureReason', j.failure_reason,
          'exitCode', j.exit_code, 'url', '/api/v1/jobs/' || j.id) end)))::text
  from webhook w
    join ci_run r on r.id = new.run_id
    join ci_project p on p.id = r.project_id
    left join ci_job j on j.id = new.job_id
  where w.tenant_id = new.tenant_id
    and w.disabled_at is null
    and new.kind = any (w.events)
    and (w.project is null or w.project = p.name);
  return null;
end
$$;
create trigger webhook_outbox after insert on ci_event for each row execute function webhook_outbox();
