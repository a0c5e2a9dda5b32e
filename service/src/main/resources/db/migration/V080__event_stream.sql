-- Events are read in an order in which none can appear behind a reader. Identities are given before transactions commit, so a smaller one may become
-- visible later than a larger one. Ordered by the transaction first, and read only below the oldest transaction that still runs, they can't.
alter table ci_event add column xact xid8 not null default pg_current_xact_id();
comment on column ci_event.xact is 'the transaction that wrote it; with id, its place in the stream of events';
comment on column ci_event.detail is 'the run, and the job, as they were when it happened: JSON';
drop index ci_event_tenant;
create index ci_event_stream on ci_event (tenant_id, xact, id);

create function ci_event_detail(run uuid, job uuid) returns text language sql stable as $$
  select json_strip_nulls(json_build_object(
    'run', json_build_object('id', r.id, 'project', p.name, 'number', r.number, 'ref', r.ref, 'sha', r.sha,
      'cause', r.cause, 'state', r.state, 'version', r.version, 'url', '/api/v1/runs/' || r.id),
    'job', case when j.id is not null then json_build_object('id', j.id, 'name', j.name, 'stage', j.stage,
      'state', j.state, 'attempts', j.attempts, 'failureClass', j.failure_class, 'failureReason', j.failure_reason,
      'exitCode', j.exit_code, 'url', '/api/v1/jobs/' || j.id) end))::text
  from ci_run r
    join ci_project p on p.id = r.project_id
    left join ci_job j on j.id = ci_event_detail.job
  where r.id = ci_event_detail.run
$$;
update ci_event set detail = ci_event_detail(run_id, job_id);

create function ci_event_describe() returns trigger language plpgsql as $$
begin
  new.detail := ci_event_detail(new.run_id, new.job_id);
  return new;
end
$$;
create trigger ci_event_describe before insert on ci_event for each row execute function ci_event_describe();

-- Webhooks are told the same.
create or replace function webhook_outbox() returns trigger language plpgsql as $$
begin
  insert into webhook_delivery (id, webhook_id, type, body)
  select gen_random_uuid(), w.id, new.kind,
    json_build_object(
      'type', new.kind,
      'timestamp', to_char(new.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      'data', jsonb_build_object('sequence', new.id) || new.detail::jsonb)::text
  from webhook w
  where w.tenant_id = new.tenant_id
    and w.disabled_at is null
    and new.kind = any (w.events)
    and (w.project is null or w.project = new.detail::jsonb #>> '{run,project}');
  return null;
end
$$;
