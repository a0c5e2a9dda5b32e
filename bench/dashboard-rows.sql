-- A million submissions of three tenants over ninety days, ten thousand of them waiting; problems, runs and audit entries beside them.
begin;
insert into tenant (id, name) select gen_random_uuid(), 'bench-' || i from generate_series(1, 2) i on conflict do nothing;
create temp table made as
select i, gen_random_uuid() as id,
  (select array_agg(id order by name) from tenant)[1 + (case when i % 10 < 6 then 2 when i % 10 < 9 then 0 else 1 end) % (select count(*) from tenant)::int] as tenant_id,
  (array['python','cpp','java','c','rust','go','javascript','bash'])[1 + (i::bigint * 7919 % 97 * 8 / 97)::int] as language,
  now() - interval '90 days' + (i * interval '7.776 seconds') as at,
  i > 990000 as waits,
  case when i % 100 < 55 then 'ACCEPTED' when i % 100 < 75 then 'WRONG_ANSWER' when i % 100 < 85 then 'TIME_LIMIT' when i % 100 < 93 then 'RUNTIME_ERROR'
    when i % 100 < 99 then 'COMPILE_ERROR' when i % 1000 = 999 then 'INTERNAL_ERROR' when i % 10000 = 99 then 'SECURITY_VIOLATION' else 'MEMORY_LIMIT' end as verdict
from generate_series(1, 1000000) i;
update made set language = 'cobol' where i % 50000 = 7;
insert into submission (id, tenant_id, language, tests, request, contents, created_at)
select id, tenant_id, language, 3, jsonb_build_object('request', jsonb_build_object('problem', jsonb_build_object('problem', 'p' || i % 2000, 'version', 'v'))), repeat('x', 300)::bytea, at from made;
insert into job (kind, subject, tenant_id, state, order_at, attempt, enqueued_at, started_at, finished_at)
select 'judge', id, tenant_id, case when waits then 'QUEUED' else 'DONE' end, at, case when waits then 0 else 1 end, at, case when waits then null else at end, case when waits then null else at + interval '1 second' end from made;
insert into result (submission_id, tenant_id, submitted_at, verdict, message, tests, cpu_nanos, memory_bytes, worker, created_at)
select id, tenant_id, at, verdict, 'message ' || i % 50, 3, 50000000, 10000000, 'w' || i % 3 || '#1', at + interval '1 second' from made where not waits;
insert into queue_pause (tenant_id, reason, paused_by) values (null, 'figures are taken', 'bench') on conflict do nothing;
insert into problem (tenant_id, id, newest) select (select id from tenant where name = 'default'), 'bench-' || i, repeat('a', 64) from generate_series(1, 2000) i on conflict do nothing;
insert into problem_version (tenant_id, problem_id, version, name, definition, report)
select (select id from tenant where name = 'default'), 'bench-' || i, repeat('a', 64), 'Problem ' || i, '{}', '[]' from generate_series(1, 2000) i on conflict do nothing;
insert into ci_project (id, tenant_id, name) select gen_random_uuid(), id, 'bench' from tenant on conflict do nothing;
insert into ci_run (id, tenant_id, project_id, number, name, ref, sha, cause, trusted, priority, source, variables, config, config_digest, plan, state, ends_on_failure, created_at, finished_at)
select gen_random_uuid(), p.tenant_id, p.id, i, 'run', 'main', '', 'api', false, 100, '{}', '[]', '""', repeat('a', 64), '{}', case when i % 50 = 0 then 'failed' else 'success' end, false,
  now() - i * interval '1 minute', now() from generate_series(1, 100000) i cross join ci_project p where p.name = 'bench' on conflict do nothing;
commit;
analyze;
